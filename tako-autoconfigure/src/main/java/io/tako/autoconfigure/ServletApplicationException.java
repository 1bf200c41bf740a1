package io.tako.autoconfigure;

import org.springframework.boot.WebApplicationType;

/** The application is a servlet application, which Tako does not serve. */
final class ServletApplicationException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private static final String PROPERTY = "spring.main.web-application-type";
    private static final String MVC = "org.springframework.boot:spring-boot-starter-webmvc";

    private final String action;

    private ServletApplicationException(String reason, String action) {
        super(
                "A Tako starter is on the class path, and the application is of type "
                        + WebApplicationType.SERVLET
                        + ": "
                        + reason
                        + " Tako serves applications of type "
                        + WebApplicationType.REACTIVE
                        + "; none of its routes would be served.");
        this.action = action;
    }

    /** Somebody has chosen the type. */
    static ServletApplicationException chosen(Starter starter) {
        return new ServletApplicationException(
                PROPERTY + " or the SpringApplication says so.",
                "To run on Tako, set %s=reactive or leave it out.\n\n%s"
                        .formatted(PROPERTY, without(starter)));
    }

    /** The class path has led to the type. */
    static ServletApplicationException deduced(Starter starter) {
        return new ServletApplicationException(
                "Spring MVC is there, too, and Spring Boot prefers it.",
                "To run on Tako, remove %s, or set %s=reactive if both are wanted on the class path.\n\n%s"
                        .formatted(MVC, PROPERTY, without(starter)));
    }

    private static String without(Starter starter) {
        return "To stay a servlet application, remove this dependency.\n\n" + starter.dependency();
    }

    /** What to change, with the dependency block. */
    String action() {
        return action;
    }
}
