package io.tako.transport.http.v1;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.tako.http.ProtocolError;
import io.tako.transport.http.fields.HostField;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the fields of a head say about the message and its connection, read in one pass. */
final class RequestFraming {

    private static final AsciiString HTTP2_SETTINGS = AsciiString.cached("http2-settings");

    final boolean http10;
    long length;
    boolean chunked;
    boolean keepAlive;
    boolean expectContinue;
    @Nullable String host;
    private boolean closing;
    private boolean upgradeOption;
    private boolean settingsOption;
    private boolean wantsHttp2;
    private int http2Settings;

    private RequestFraming(boolean http10) {
        this.http10 = http10;
        this.keepAlive = !http10;
    }

    /**
     * Reads the fields that matter to the protocol. Netty's decoder has already refused both
     * lengths at once, differing lengths, and a last coding other than chunked.
     *
     * @throws ProtocolError if they break a rule
     */
    static RequestFraming of(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (version.majorVersion() != 1) {
            throw new ProtocolError(
                    505, "RFC 9110 section 15.6.6", version + " is not spoken on this connection");
        }
        RequestFraming framing = new RequestFraming(version.minorVersion() == 0);
        HttpHeaders headers = request.headers();
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            framing.field(field.getKey(), field.getValue());
        }
        if (framing.host == null && !framing.http10) {
            throw new ProtocolError(400, "RFC 9112 section 3.2", "the Host field is missing");
        }
        return framing;
    }

    /** Whether the client would go on in HTTP/2 after this request (RFC 7540 section 3.2). */
    boolean upgradesToHttp2() {
        return wantsHttp2 && upgradeOption && settingsOption && http2Settings == 1 && !http10;
    }

    boolean hasBody() {
        return chunked || length > 0;
    }

    private void field(CharSequence name, CharSequence value) {
        switch (name.length()) {
            case 4 -> {
                if (is(name, HttpHeaderNames.HOST)) {
                    host(value.toString());
                }
            }
            case 6 -> {
                if (is(name, HttpHeaderNames.EXPECT)) {
                    expect(value.toString());
                }
            }
            case 7 -> {
                if (is(name, HttpHeaderNames.UPGRADE)) {
                    upgrade(value.toString());
                }
            }
            case 10 -> {
                if (is(name, HttpHeaderNames.CONNECTION)) {
                    connection(value.toString());
                }
            }
            case 14 -> {
                if (is(name, HttpHeaderNames.CONTENT_LENGTH)) {
                    length = contentLength(value.toString());
                } else if (is(name, HTTP2_SETTINGS)) {
                    http2Settings++;
                }
            }
            case 17 -> {
                if (is(name, HttpHeaderNames.TRANSFER_ENCODING)) {
                    transferEncoding(value.toString());
                }
            }
            case 18 -> {
                if (is(name, HttpHeaderNames.SEC_WEBSOCKET_KEY1)
                        || is(name, HttpHeaderNames.SEC_WEBSOCKET_KEY2)) {
                    // Netty takes the eight bytes behind such a head for its body.
                    throw new ProtocolError(
                            400,
                            "RFC 6455 section 4.1",
                            "the drafts before WebSocket 13 are not spoken");
                }
            }
            default -> {}
        }
    }

    private static boolean is(CharSequence name, AsciiString expected) {
        return name == expected || expected.contentEqualsIgnoreCase(name);
    }

    private void host(String value) {
        if (host != null) {
            throw new ProtocolError(400, "RFC 9112 section 3.2", "the Host field is there twice");
        }
        if (!HostField.valid(value)) {
            throw new ProtocolError(400, "RFC 9112 section 3.2", "the Host field is not valid");
        }
        host = value;
    }

    private void expect(String value) {
        if (http10) {
            return;
        }
        if (!value.equalsIgnoreCase("100-continue")) {
            throw new ProtocolError(
                    417, "RFC 9110 section 10.1.1", "the only expectation met is 100-continue");
        }
        expectContinue = true;
    }

    private void connection(String value) {
        if (value.equalsIgnoreCase("keep-alive")) {
            // What browsers send with every request.
            keepAliveAsked();
            return;
        }
        for (String option : value.toLowerCase(Locale.ROOT).split(",", -1)) {
            switch (option.strip()) {
                case "close" -> {
                    closing = true;
                    keepAlive = false;
                }
                case "upgrade" -> upgradeOption = true;
                case "http2-settings" -> settingsOption = true;
                case "keep-alive" -> keepAliveAsked();
                default -> {}
            }
        }
    }

    private void keepAliveAsked() {
        keepAlive = keepAlive || (http10 && !closing);
    }

    private void upgrade(String value) {
        for (String protocol : value.split(",", -1)) {
            wantsHttp2 |= protocol.strip().equals("h2c");
        }
    }

    private static long contentLength(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new ProtocolError(
                    400, "RFC 9112 section 6.3", "the Content-Length field is not a number");
        }
    }

    private void transferEncoding(String value) {
        if (chunked || !value.strip().equalsIgnoreCase("chunked")) {
            throw new ProtocolError(
                    501, "RFC 9112 section 6.1", "the only transfer coding spoken is chunked");
        }
        chunked = true;
        length = -1;
    }
}
