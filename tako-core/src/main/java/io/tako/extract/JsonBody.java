package io.tako.extract;

import io.tako.handler.BodyExtractor;
import io.tako.http.Rejection;
import io.tako.http.Request;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON bodies and says in the client's words what is wrong with them. */
final class JsonBody {

    private static final Pattern CLASS_NAME = Pattern.compile("\\w+(\\.\\w+)+");

    private JsonBody() {}

    static <T> BodyExtractor<T> of(Type type) {
        Objects.requireNonNull(type, "type");
        return BodyReading.required(type, request -> read(request, type));
    }

    private static <T> T read(Request request, Type type) throws IOException {
        if (BodyTypes.absent(request)) {
            throw missing();
        }
        BodyTypes.requireJson(request);
        byte[] bytes = request.content().bytes();
        if (bytes.length == 0) {
            throw missing();
        }
        JsonMapper mapper = request.settings().json();
        T value;
        try {
            value = mapper.readValue(bytes, mapper.constructType(type));
        } catch (InvalidDefinitionException ours) {
            throw ours;
        } catch (JacksonException e) {
            throw new Rejection.Malformed(explain(e));
        }
        if (value == null) {
            throw new Rejection.Malformed("request body is null");
        }
        return value;
    }

    private static Rejection missing() {
        return new Rejection.Missing("request body is missing");
    }

    private static String explain(JacksonException e) {
        return switch (e) {
            case StreamReadException syntax -> "request body is not JSON" + where(syntax);
            case UnrecognizedPropertyException unknown -> at(unknown) + " is unknown";
            case MismatchedInputException mismatch ->
                    at(mismatch) + " is not " + expected(mismatch.getTargetType());
            case ValueInstantiationException refused -> at(refused) + reason(refused.getCause());
            default -> at(e) + " cannot be read";
        };
    }

    private static String where(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** The place of the value at fault, such as {@code items[0].name}. */
    private static String at(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(Echo.plain(step.getPropertyName()));
            }
        }
        return path.isEmpty() ? "request body" : "'" + path + "' in the request body";
    }

    private static String expected(@Nullable Class<?> target) {
        if (target == null) {
            return "of the expected type";
        }
        Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(target);
        if (type.isEnum()) {
            return TextType.expected(type);
        }
        if (Number.class.isAssignableFrom(type)) {
            return "a number in range";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a string";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        return type.getName().startsWith("java.") && !Map.class.isAssignableFrom(type)
                ? "a valid " + type.getSimpleName()
                : "an object of the expected shape";
    }

    /** What the application's own constructor said, unless it was not written for clients. */
    private static String reason(@Nullable Throwable cause) {
        String message = cause instanceof IllegalArgumentException ? cause.getMessage() : null;
        return message == null || CLASS_NAME.matcher(message).find()
                ? " is not acceptable"
                : ": " + message;
    }
}
