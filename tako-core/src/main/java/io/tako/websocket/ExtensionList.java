package io.tako.websocket;

import io.tako.http.FieldSyntax;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code Sec-WebSocket-Extensions} (RFC 6455 section 9.1). */
final class ExtensionList {

    record Extension(String name, List<Parameter> parameters) {}

    record Parameter(String name, @Nullable String value) {}

    private final String line;
    private int at;

    private ExtensionList(String line) {
        this.line = line;
    }

    /**
     * What all field lines name, in order.
     *
     * @throws BadHandshake if a line does not follow the grammar
     */
    static List<Extension> parse(List<String> lines) {
        List<Extension> all = new ArrayList<>();
        for (String line : lines) {
            new ExtensionList(line).read(all);
        }
        return all;
    }

    private void read(List<Extension> all) {
        do {
            String name = token();
            List<Parameter> parameters = new ArrayList<>();
            while (take(';')) {
                String parameter = token();
                parameters.add(new Parameter(parameter, take('=') ? value() : null));
            }
            all.add(new Extension(name, parameters));
        } while (take(','));
        if (at < line.length()) {
            throw bad();
        }
    }

    private String token() {
        skipSpace();
        int start = at;
        while (at < line.length() && FieldSyntax.isTokenChar(line.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw bad();
        }
        return line.substring(start, at);
    }

    /** A token, or one in quotes. */
    private String value() {
        skipSpace();
        if (at >= line.length() || line.charAt(at) != '"') {
            return token();
        }
        at++;
        StringBuilder text = new StringBuilder();
        while (at < line.length() && line.charAt(at) != '"') {
            if (line.charAt(at) == '\\') {
                at++;
            }
            if (at < line.length()) {
                text.append(line.charAt(at++));
            }
        }
        if (at >= line.length() || !FieldSyntax.isToken(text.toString())) {
            throw bad();
        }
        at++;
        return text.toString();
    }

    private boolean take(char expected) {
        skipSpace();
        if (at < line.length() && line.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
    }

    private static BadHandshake bad() {
        return new BadHandshake(
                "RFC 6455 section 9.1", "the Sec-WebSocket-Extensions field is not a list of them");
    }
}
