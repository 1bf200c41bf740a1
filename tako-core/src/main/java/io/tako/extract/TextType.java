package io.tako.extract;

import io.tako.handler.Input;
import io.tako.http.Rejection;
import io.tako.http.RouterSettings;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.util.ClassUtils;

/** A type that values are read into from text: the common ones directly, others by conversion. */
final class TextType<T> {

    private static final int UUID_LENGTH = 36;

    private final Class<T> type;
    private final @Nullable Reader direct;

    private TextType(Class<T> type, @Nullable Reader direct) {
        this.type = type;
        this.direct = direct;
    }

    @SuppressWarnings("unchecked")
    static <T> TextType<T> of(Class<T> type) {
        Class<T> boxed = (Class<T>) ClassUtils.resolvePrimitiveIfNecessary(type);
        return new TextType<>(boxed, direct(boxed));
    }

    /** The value as this type; a secret one is not repeated in the rejection. */
    T read(String text, Input input, RouterSettings settings) {
        try {
            Object value = direct == null ? null : direct.read(text);
            if (value == null) {
                value = settings.conversions().convert(text, type);
            }
            if (value != null) {
                return type.cast(value);
            }
        } catch (IllegalArgumentException | ConversionFailedException unreadable) {
            // answered below, in our words
        }
        throw new Rejection.Malformed(
                input.label() + " is " + Echo.of(text) + " (expected: " + expected(type) + ")");
    }

    /** What a message says was expected; never a qualified class name. */
    static String expected(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(c -> ((Enum<?>) c).name())
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        Class<?> primitive = ClassUtils.resolvePrimitiveIfNecessary(type);
        if (primitive == Integer.class) {
            return "int";
        }
        return primitive.getPackageName().equals("java.lang") && primitive != String.class
                ? primitive.getSimpleName().toLowerCase(java.util.Locale.ROOT)
                : primitive.getSimpleName();
    }

    private static @Nullable Reader direct(Class<?> type) {
        if (type == String.class) {
            return text -> text;
        }
        if (type == Integer.class) {
            return Integer::valueOf;
        }
        if (type == Long.class) {
            return Long::valueOf;
        }
        if (type == Boolean.class) {
            return TextType::bool;
        }
        if (type == UUID.class) {
            return TextType::uuid;
        }
        return type.isEnum() ? text -> constant(type, text) : null;
    }

    private static @Nullable Object bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    private static Object uuid(String text) {
        if (text.length() != UUID_LENGTH) {
            throw new IllegalArgumentException("not a UUID");
        }
        return UUID.fromString(text);
    }

    private static @Nullable Object constant(Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(text)) {
                return constant;
            }
        }
        return null;
    }

    /** Reads the text, or answers null to leave it to the conversion service. */
    @FunctionalInterface
    private interface Reader {
        @Nullable Object read(String text);
    }
}
