package io.tako.websocket;

import io.tako.websocket.ExtensionList.Extension;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code permessage-deflate} both sides agreed on (RFC 7692 section 7.1).
 *
 * @param serverTakeover whether what is sent may refer to earlier messages
 * @param clientTakeover whether what is received may
 * @param serverWindowBits the window of what is sent is two to this many bytes, 8 to 15
 * @param field the value of {@code Sec-WebSocket-Extensions} that says so
 */
public record Deflate(
        boolean serverTakeover, boolean clientTakeover, int serverWindowBits, String field) {

    private static final String NAME = "permessage-deflate";
    private static final String SERVER_ALONE = "server_no_context_takeover";
    private static final String CLIENT_ALONE = "client_no_context_takeover";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String CLIENT_WINDOW = "client_max_window_bits";
    private static final int LARGEST_WINDOW = 15;

    /**
     * Takes the first offer that can be honoured. An offer with a parameter that is unknown, there
     * twice or without a valid value is passed over (RFC 7692 section 7.1).
     */
    static @Nullable Deflate choose(
            List<Extension> offers, WebSocketOptions.Compression compression) {
        if (!compression.enabled()) {
            return null;
        }
        for (Extension offer : offers) {
            Deflate taken =
                    offer.name().equals(NAME)
                            ? take(offer.parameters(), compression.contextTakeover())
                            : null;
            if (taken != null) {
                return taken;
            }
        }
        return null;
    }

    private static @Nullable Deflate take(
            List<ExtensionList.Parameter> parameters, boolean takeover) {
        boolean server = takeover;
        boolean client = takeover;
        int window = 0;
        Set<String> seen = new HashSet<>();
        for (ExtensionList.Parameter parameter : parameters) {
            String value = parameter.value();
            boolean sound = seen.add(parameter.name());
            switch (parameter.name()) {
                case SERVER_ALONE -> {
                    sound &= value == null;
                    server = false;
                }
                case CLIENT_ALONE -> {
                    sound &= value == null;
                    client = false;
                }
                case SERVER_WINDOW -> {
                    window = value == null ? -1 : bits(value);
                    sound &= window > 0;
                }
                case CLIENT_WINDOW -> sound &= value == null || bits(value) > 0;
                default -> sound = false;
            }
            if (!sound) {
                return null;
            }
        }
        return new Deflate(
                server,
                client,
                window == 0 ? LARGEST_WINDOW : window,
                field(server, client, window));
    }

    private static String field(boolean server, boolean client, int window) {
        List<String> parts = new ArrayList<>(List.of(NAME));
        if (!server) {
            parts.add(SERVER_ALONE);
        }
        if (!client) {
            parts.add(CLIENT_ALONE);
        }
        if (window > 0) {
            parts.add(SERVER_WINDOW + "=" + window);
        }
        return String.join("; ", parts);
    }

    /** A window of 8 to 15 bits without leading zeros (RFC 7692 section 7.1.2), else -1. */
    private static int bits(String value) {
        return value.matches("[89]|1[0-5]") ? Integer.parseInt(value) : -1;
    }
}
