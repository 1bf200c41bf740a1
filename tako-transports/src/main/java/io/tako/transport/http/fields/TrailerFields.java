package io.tako.transport.http.fields;

import io.tako.http.Response;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;

/** The fields behind a body (RFC 9110 section 6.5), as the application tells them. */
public final class TrailerFields {

    private TrailerFields() {}

    /**
     * Asks for them, on the thread of whoever brings the body. Those that may not stand there are
     * left out.
     *
     * @throws RuntimeException if the application fails to tell them, or tells a name or a value
     *     that could break out of its line
     */
    public static HttpHeaders ask(Supplier<HttpHeaders> supplier) {
        HttpHeaders told = Objects.requireNonNull(supplier.get(), "trailers");
        HttpHeaders checked = new HttpHeaders();
        told.forEach(
                (name, values) -> {
                    if (!FieldRules.forbiddenTrailer(name)) {
                        values.forEach(value -> add(checked, name, value));
                    }
                });
        return checked;
    }

    private static void add(HttpHeaders checked, String name, String value) {
        Response.ok().header(name, value).forEachHeader(checked::add);
    }
}
