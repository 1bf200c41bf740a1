package io.tako.webflux;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webflux.error.DefaultErrorAttributes;
import org.springframework.boot.webflux.error.ErrorAttributes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.ServerRequest;

/** An application of Spring's own kind: nothing in it knows what serves it. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    BookController.class,
    RequestController.class,
    AnswerController.class,
    SessionController.class,
    StreamController.class,
    FaultController.class,
    FaultController.Advice.class,
    FileController.class,
    ShelfRoutes.class,
    TalkSockets.class
})
class LibraryApplication implements WebFluxConfigurer {

    @Override
    public void addCorsMappings(CorsRegistry registry) {
        registry.addMapping("/books/**")
                .allowedOrigins("https://reader.example")
                .allowedMethods("GET", "PUT")
                .allowedHeaders("X-Reader")
                .exposedHeaders("ETag")
                .allowCredentials(true)
                .maxAge(600);
    }

    /** What Boot tells of errors, without what is of the moment. */
    @Bean
    ErrorAttributes errorAttributes() {
        return new DefaultErrorAttributes() {
            @Override
            public Map<String, @Nullable Object> getErrorAttributes(
                    ServerRequest request, ErrorAttributeOptions options) {
                Map<String, @Nullable Object> all = super.getErrorAttributes(request, options);
                all.put("timestamp", "-");
                all.put("requestId", "-");
                return all;
            }
        };
    }
}
