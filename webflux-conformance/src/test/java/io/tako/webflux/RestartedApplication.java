package io.tako.webflux;

import static io.tako.extract.Handlers.handle;

import io.tako.routing.Routes;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** An application in a JVM of its own, as a developer starts it. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class RestartedApplication {

    /** Runs until the process is told to end. */
    public static void main(String[] arguments) {
        SpringApplication.run(RestartedApplication.class, arguments);
    }

    /** Which loader the classes are of (devtools makes one for each start), and how drains are. */
    @Bean
    Routes routes(Environment environment) {
        ClassLoader loader = RestartedApplication.class.getClassLoader();
        String drain = environment.getProperty("tako.drain.timeout", "as ever");
        return routes -> routes.get("/start", handle(() -> loader + ", drain " + drain));
    }
}
