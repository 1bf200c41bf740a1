// tag::program[]
package com.example.demo;

import static io.tako.extract.Extractors.path;
import static io.tako.extract.Handlers.handle;

import io.tako.routing.Routes;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
class DemoApplication {
    @Bean
    Routes hello() {
        return routes ->
                routes.get("/", handle(() -> "Hello, World!"))
                        .get("/hello/{name}", handle(path("name"), name -> "Hello, " + name + "!"));
    }

    public static void main(String[] args) {
        SpringApplication.run(DemoApplication.class, args);
    }
}
// end::program[]
