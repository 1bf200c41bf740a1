package io.tako.docs;

import static io.tako.extract.Extractors.accept;
import static io.tako.extract.Extractors.basic;
import static io.tako.extract.Extractors.bearer;
import static io.tako.extract.Extractors.form;
import static io.tako.extract.Extractors.header;
import static io.tako.extract.Extractors.inputStream;
import static io.tako.extract.Extractors.json;
import static io.tako.extract.Extractors.maxBody;
import static io.tako.extract.Extractors.path;
import static io.tako.extract.Extractors.query;
import static io.tako.extract.Extractors.queryAll;
import static io.tako.extract.Extractors.signedCookie;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.extract.Extractors;
import io.tako.extract.SecureCookies;
import io.tako.handler.BodyExtractor;
import io.tako.handler.Handler;
import io.tako.handler.HeadExtractor;
import io.tako.http.CookieKeys;
import io.tako.http.Rejection;
import io.tako.http.Response;
import io.tako.http.RouterSettings;
import io.tako.http.TestExchange;
import io.tako.routing.Router;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

class ExtractorSnippetsTest {

    record Login(String user, String password) {}

    @Test
    void snippetsAreValuesThatARouterTakes() throws Exception {
        // tag::first[]
        Handler find =
                handle(
                        path("id", long.class),
                        query("expand", boolean.class).orElse(false),
                        (id, expand) -> "user " + id + (expand ? " in full" : ""));
        // end::first[]

        // tag::derive[]
        HeadExtractor<Optional<String>> tenant = header("X-Tenant").optional();
        HeadExtractor<URI> next = query("next").map(URI::create).orElse(URI.create("/"));
        HeadExtractor<List<Long>> ids = queryAll("id", long.class);
        // end::derive[]

        // tag::page[]
        record Page(@Min(1) int page, @Max(100) int size, @Nullable String sort) {}

        HeadExtractor<Page> page = query(Page.class).validated().orElse(new Page(1, 20, null));
        // end::page[]

        // tag::json[]
        record NewUser(@NotBlank String name, LocalDate born) {}

        BodyExtractor<NewUser> newUser = json(NewUser.class).validated();
        // end::json[]

        // tag::body[]
        Handler create = handle(newUser, user -> "welcome " + user.name());
        Handler login = handle(form(Login.class), in -> in.user());
        Handler upload =
                handle(maxBody(64 * 1024 * 1024, inputStream()), in -> "" + in.transferTo(sink()));
        // end::body[]

        // tag::cookies[]
        Handler remember =
                handle(
                        Extractors.head(),
                        query("name"),
                        (head, name) ->
                                Response.of(HttpStatus.NO_CONTENT)
                                        .cookie(
                                                SecureCookies.signed(head, "name", name)
                                                        .maxAge(Duration.ofDays(30))
                                                        .build()));
        Handler greet = handle(signedCookie("name").orElse("stranger"), name -> "Hello, " + name);
        // end::cookies[]

        // tag::negotiate[]
        Handler report =
                handle(
                        accept(MediaType.APPLICATION_JSON, MediaType.TEXT_HTML),
                        type -> type.equals(MediaType.TEXT_HTML) ? html() : List.of(1, 2, 3));
        // end::negotiate[]

        // tag::credentials[]
        Handler admin = handle(basic("admin"), who -> "hello " + who.user());
        Handler api = handle(bearer(), token -> "" + token.length());
        // end::credentials[]

        // tag::custom[]
        HeadExtractor<String> host =
                head -> {
                    String authority = head.authority();
                    if (authority.isEmpty()) {
                        throw new Rejection.Missing("the host is missing");
                    }
                    return authority;
                };
        // end::custom[]

        assertThat(List.of(find, create, login, upload, remember, greet, report, admin, api))
                .allSatisfy(handler -> assertThat(handler.plan().inputs()).isNotEmpty());
        assertThat(List.of(tenant, next, ids, page))
                .allSatisfy(extractor -> assertThat(extractor.inputs()).isNotEmpty());
        assertThat(host.inputs()).isEmpty();

        CookieKeys keys = CookieKeys.of(List.of("a secret of at least 32 characters"));
        RouterSettings settings = RouterSettings.defaults().withCookieKeys(keys);
        Router router =
                Guide.router(
                        settings,
                        r ->
                                r.get("/users/{id}", find)
                                        .get(
                                                "/tenant",
                                                handle(tenant, next, ExtractorSnippetsTest::both))
                                        .get("/ids", handle(ids, List::size))
                                        .get("/host", handle(host, name -> name))
                                        .get("/remember", remember)
                                        .get("/greet", greet)
                                        .post("/login", login)
                                        .post("/upload", upload)
                                        .get("/report", report)
                                        .get("/admin", admin)
                                        .get("/api", api));
        assertThat(get(router, "/users/7?expand=true")).isEqualTo("user 7 in full");
        assertThat(get(router, "/users/x")).contains("path variable 'id' is");
        assertThat(get(router, "/tenant?next=/home")).isEqualTo("Optional.empty /home");
        assertThat(get(router, "/ids?id=1&id=2")).isEqualTo("2");
        assertThat(get(router, "/host")).isEqualTo("localhost");
        assertThat(get(router, "/greet")).isEqualTo("Hello, stranger");
        assertThat(get(router, "/admin")).contains("\"status\":401");
        assertThat(get(router, "/api")).contains("\"status\":401");
        assertThat(get(router, "/report")).isEqualTo("[1,2,3]");
        TestExchange posted = TestExchange.of(HttpMethod.POST, "/login");
        posted.withBody("user=ada&password=x", "application/x-www-form-urlencoded");
        assertThat(Guide.text(router, posted)).isEqualTo("ada");
        String cookie = Guide.ask(router, "/remember?name=Ada").header("Set-Cookie");
        TestExchange again = TestExchange.get("/greet");
        again.withHeader("Cookie", Objects.requireNonNull(cookie).split(";", -1)[0]);
        assertThat(Guide.text(router, again)).isEqualTo("Hello, Ada");
    }

    private static String get(Router router, String target) throws Exception {
        return Guide.text(Guide.ask(router, target));
    }

    private static String both(Optional<String> tenant, URI next) {
        return tenant + " " + next;
    }

    private static OutputStream sink() {
        return OutputStream.nullOutputStream();
    }

    private static Response html() {
        return Response.of(HttpStatus.OK);
    }
}
