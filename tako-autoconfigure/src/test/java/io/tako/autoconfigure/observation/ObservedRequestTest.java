package io.tako.autoconfigure.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.tako.http.Connection;
import io.tako.http.Exchange;
import io.tako.http.Request;
import io.tako.http.RouterSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservedRequestTest {

    @Test
    void requestIsShownAsItCame() {
        ObservedRequest request = observed("/users/a%20b", "x=1&x=2");
        assertThat(request.getURI()).hasToString("http://localhost:8080/users/a%20b?x=1&x=2");
        assertThat(request.getPath().value()).isEqualTo("/users/a%20b");
        assertThat(request.getQueryParams()).containsEntry("x", List.of("1", "2"));
        assertThat(request.getCookies().getFirst("id")).hasToString("id=7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%zz", "/a|b", "/{a}", "/a%2", "*", "//", "/\u00e9"})
    void pathThatIsNoUriCanBeLookedAt(String path) {
        ObservedRequest request = observed(path, null);
        assertThat(request.getPath()).isNotNull();
        assertThat(request.getURI()).isNotNull();
        assertThat(request.getQueryParams()).isEmpty();
    }

    private static ObservedRequest observed(String path, @Nullable String query) {
        Exchange exchange = mock(Exchange.class);
        when(exchange.connection()).thenReturn(mock(Connection.class));
        when(exchange.authority()).thenReturn("localhost:8080");
        when(exchange.headers("Cookie")).thenReturn(List.of("id=7"));
        return new ObservedRequest(
                Request.unmatched(exchange, path, query, RouterSettings.defaults()));
    }
}
