package io.tako.transport.http.fields;

import io.tako.http.Connection;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Fields by which proxies tell whom they ask for. On a connection with a PROXY header, which says
 * that already, they are the client's own invention and are taken out.
 */
public final class ForwardingFields {

    private static final String FORWARDED = "forwarded";
    private static final String X_FORWARDED = "x-forwarded-";

    private ForwardingFields() {}

    /**
     * Takes them out where they are not to be believed.
     *
     * @param names of the request's fields; collected where they are asked for alone
     * @param removal takes all fields of a name out
     */
    public static void drop(
            Connection connection,
            Supplier<? extends Set<? extends CharSequence>> names,
            Consumer<CharSequence> removal) {
        if (connection.proxy().isEmpty()) {
            return;
        }
        for (CharSequence name : Set.copyOf(names.get())) {
            String lower = name.toString().toLowerCase(Locale.ROOT);
            if (lower.equals(FORWARDED) || lower.startsWith(X_FORWARDED)) {
                removal.accept(name);
            }
        }
    }
}
