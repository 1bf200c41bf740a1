package io.tako.webflux;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/** What a session remembers from one request to the next. */
@RestController
@RequestMapping("/session")
class SessionController {

    @GetMapping("/count")
    int count(WebSession session) {
        int count = session.getAttributeOrDefault("count", 0) + 1;
        session.getAttributes().put("count", count);
        return count;
    }

    @GetMapping("/unused")
    String unused(WebSession session) {
        return "started: " + session.isStarted();
    }

    @GetMapping("/renew")
    Mono<String> renew(WebSession session) {
        return session.changeSessionId().thenReturn("renewed");
    }

    @GetMapping("/end")
    Mono<String> end(WebSession session) {
        return session.invalidate().thenReturn("ended");
    }
}
