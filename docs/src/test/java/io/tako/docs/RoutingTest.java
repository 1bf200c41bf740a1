package io.tako.docs;

import static io.tako.docs.Guide.ask;
import static io.tako.docs.Guide.router;
import static io.tako.docs.Guide.table;
import static io.tako.docs.Guide.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.Response;
import io.tako.http.TestExchange;
import io.tako.routing.InvalidRouteException;
import io.tako.routing.Router;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

final class RoutingTest {

    private final RoutingSnippets snippets = new RoutingSnippets();

    @Test
    void theTableTellsWhatIsAnswered() throws Exception {
        Router shop = router(snippets.shop());
        List<List<String>> rows = table("routing.md", "Request");
        assertThat(rows).hasSizeGreaterThan(10);
        for (List<String> row : rows) {
            String[] request = row.get(0).split(" ");
            String expected = row.get(2);
            Response response =
                    shop.handle(TestExchange.of(HttpMethod.valueOf(request[0]), request[1]));
            assertThat(response.status().value()).as(row.get(0)).isEqualTo(number(row.get(1)));
            if (expected.startsWith("Allow: ")) {
                assertThat("Allow: " + response.header("Allow")).isEqualTo(expected);
            } else if (!expected.isEmpty()) {
                assertThat(text(response)).as(row.get(0)).isEqualTo(expected);
            }
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    @Test
    void nestAnswersItsPrefixAndScopeGuardsItsOwn() throws Exception {
        Router router = router(snippets.accounts());
        assertThat(text(ask(router, "/accounts/7"))).isEqualTo("account 7");
        assertThat(text(ask(router, "/accounts/7/orders"))).isEqualTo("orders of 7");
        assertThat(text(ask(router, "/accounts/7/nothing"))).contains("No such page.");
        assertThat(text(ask(router, "/accounts/7/"))).contains("No such page.");
        TestExchange basket = TestExchange.of(HttpMethod.DELETE, "/basket");
        assertThat(router.handle(basket).status().value()).isEqualTo(403);
        basket.withHeader("Authorization", "yes");
        assertThat(router.handle(basket).status().value()).isEqualTo(204);
    }

    @Test
    void trailingSlashIsRedirectedWithItsQuery() {
        Response response = ask(router(snippets.forgiving), "/about/?a=1");
        assertThat(response.status().value()).isEqualTo(308);
        assertThat(response.header("Location")).isEqualTo("/about?a=1");
    }

    @Test
    void namedRoutesTellTheirRouter() {
        assertThat(snippets.admin().router()).isEqualTo("admin");
        assertThat(snippets.shop().router()).isEqualTo("main");
    }

    @Test
    void whatDoesNotStartIsNamedInTheWordsOfThePage() throws Exception {
        String page = Guide.page("routing.md");
        assertThatThrownBy(() -> router(RoutingSnippets.broken()))
                .isInstanceOfSatisfying(
                        InvalidRouteException.class,
                        refused ->
                                assertThat(refused.problems())
                                        .allSatisfy(one -> assertThat(page).contains(one)));
    }
}
