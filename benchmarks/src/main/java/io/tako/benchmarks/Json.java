package io.tako.benchmarks;

import tools.jackson.databind.json.JsonMapper;

/** The one Jackson mapper of every server that does not bring its own; no server caches JSON. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** A fresh UTF-8 document each time. */
    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /**
     * Binds a UTF-8 document.
     *
     * @throws tools.jackson.core.JacksonException if the document is malformed or does not fit
     */
    public static <T> T read(byte[] document, Class<T> type) {
        return MAPPER.readValue(document, type);
    }
}
