package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/** Forms, sessions, tokens, and the fields that Spring Security sets, for routes as for pages. */
final class SignInTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    private static ReactiveWebServerApplicationContext start(
            Engine engine, Class<?> door, String... properties) {
        return engine.start(List.of(VaultApplication.class, door), properties);
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void aSessionIsOpenedByTheFormAndEndedByLogout(Engine engine) throws Exception {
        for (String webFlux : List.of("", Engine.NO_WEBFLUX)) {
            try (var context =
                    start(
                            engine,
                            Doors.Form.class,
                            webFlux.isEmpty() ? "spring.main.banner-mode=off" : webFlux)) {
                Visitor visitor = new Visitor(context);
                HttpResponse<String> away = visitor.get("", "/who");
                assertThat(away.statusCode()).isEqualTo(302);
                assertThat(Visitor.field(away, "location")).isEqualTo("/login");
                HttpResponse<String> page = visitor.get("", "/login");
                assertThat(page.body()).contains("<form", "password");
                String token = Visitor.cookie(page, "XSRF-TOKEN");
                assertThat(token).isNotEmpty();
                HttpResponse<String> in =
                        visitor.send(
                                "POST",
                                "/login",
                                "username=ada&password=secret&_csrf=" + token,
                                "Content-Type",
                                FORM,
                                "Cookie",
                                "XSRF-TOKEN=" + token);
                assertThat(in.statusCode()).isEqualTo(302);
                String session = "SESSION=" + Visitor.cookie(in, "SESSION");
                assertThat(visitor.send("GET", "/who", "", "Cookie", session).body())
                        .isEqualTo("ada");
                HttpResponse<String> out =
                        visitor.send(
                                "POST",
                                "/logout",
                                "_csrf=" + token,
                                "Content-Type",
                                FORM,
                                "Cookie",
                                session + "; XSRF-TOKEN=" + token);
                assertThat(Visitor.field(out, "location")).isEqualTo("/login?logout");
                assertThat(visitor.send("GET", "/who", "", "Cookie", session).statusCode())
                        .isEqualTo(302);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tako.webflux.Engine#carriages")
    void aRouteNeedsTheTokenThatAControllerNeeds(Engine engine, String carriage) throws Exception {
        try (var context = start(engine, Doors.Form.class, carriage)) {
            Visitor visitor = new Visitor(context);
            String token = Visitor.cookie(visitor.get("", "/login"), "XSRF-TOKEN");
            HttpResponse<String> in =
                    visitor.send(
                            "POST",
                            "/login",
                            "username=ada&password=secret&_csrf=" + token,
                            "Content-Type",
                            FORM,
                            "Cookie",
                            "XSRF-TOKEN=" + token);
            String cookies = "SESSION=" + Visitor.cookie(in, "SESSION") + "; XSRF-TOKEN=" + token;
            for (String path : List.of("/text", "/page")) {
                HttpResponse<String> without =
                        visitor.send(
                                "POST", path, "x", "Content-Type", "text/plain", "Cookie", cookies);
                assertThat(without.statusCode()).as(path).isEqualTo(403);
                HttpResponse<String> with =
                        visitor.send(
                                "POST",
                                path,
                                "x",
                                "Content-Type",
                                "text/plain",
                                "X-XSRF-TOKEN",
                                token,
                                "Cookie",
                                cookies);
                assertThat(with.statusCode()).as(path).isEqualTo(200);
            }
            HttpResponse<String> form =
                    visitor.send(
                            "POST",
                            "/form",
                            "name=Ada+L&_csrf=" + token,
                            "Content-Type",
                            FORM,
                            "Cookie",
                            cookies);
            assertThat(form.body()).isEqualTo("Ada L");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void everyKindOfAnswerHasTheFieldsOfSpringSecurity(Engine engine) throws Exception {
        try (var context = start(engine, Doors.Basic.class)) {
            Visitor visitor = new Visitor(context);
            assertFields(visitor, "/thread", 200);
            assertFields(visitor, "/inline", 200);
            assertFields(visitor, "/file", 200);
            assertFields(visitor, "/streamed", 200);
            assertFields(visitor, "/events", 200);
            assertFields(visitor, "/fault", 500);
            assertFields(visitor, "/item/none", 400);
            assertFields(visitor, "/none", 404);
            assertFields(visitor, "/text", 405);
        }
    }

    private static void assertFields(Visitor visitor, String path, int status) throws Exception {
        HttpResponse<String> reply = visitor.get("ada", path);
        assertThat(reply.statusCode()).as(path).isEqualTo(status);
        assertThat(Visitor.field(reply, "x-content-type-options")).as(path).isEqualTo("nosniff");
        assertThat(Visitor.field(reply, "x-frame-options")).as(path).isEqualTo("DENY");
        assertThat(Visitor.field(reply, "cache-control")).as(path).isNotEmpty();
    }
}
