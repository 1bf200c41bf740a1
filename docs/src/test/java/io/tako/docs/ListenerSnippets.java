package io.tako.docs;

import static io.tako.extract.Extractors.peer;
import static io.tako.extract.Handlers.handle;

import io.tako.autoconfigure.ListenerCustomizer;
import io.tako.routing.Routes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The code of the page on listeners. */
@Configuration(proxyBeanMethods = false)
class ListenerSnippets {

    // tag::routes[]
    @Bean
    Routes site() {
        return routes -> routes.get("/", handle(() -> "the site"));
    }

    @Bean
    Routes admin() {
        return Routes.named("admin", routes -> routes.get("/", handle(() -> "the admin")));
    }

    // end::routes[]

    // tag::peer[]
    @Bean
    Routes agent() {
        return Routes.named(
                "agent", routes -> routes.get("/who", handle(peer(), who -> "user " + who.uid())));
    }

    // end::peer[]

    // tag::customizer[]
    @Bean
    ListenerCustomizer inner() {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return listeners -> listeners.http("inner", address, like -> like.withRouter("admin"));
    }
    // end::customizer[]
}
