package io.tako.transport.compression;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** The compression libraries that are looked for by name. */
final class CompressionNativeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        hints.reflection()
                .registerTypeIfPresent(loader, Coding.BROTLI)
                .registerTypeIfPresent(loader, Coding.ZSTANDARD);
    }
}
