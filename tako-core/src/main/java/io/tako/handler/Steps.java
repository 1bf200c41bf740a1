package io.tako.handler;

import io.tako.http.Rejection;
import io.tako.http.RouterSettings;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What {@code map}, {@code optional} and {@code validated} do, the same for head and body. */
final class Steps {

    private Steps() {}

    static <S, T> T map(Function<? super S, ? extends T> function, S value, List<Input> inputs) {
        try {
            return Objects.requireNonNull(function.apply(value), "map(...) returned null");
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            throw new Rejection.Malformed(
                    subject(inputs) + (message == null ? " is not acceptable" : ": " + message));
        }
    }

    private static String subject(List<Input> inputs) {
        return inputs.size() == 1 ? inputs.getFirst().label() : "request";
    }

    static List<Input> notRequired(List<Input> inputs) {
        return inputs.stream().map(i -> new Input(i.kind(), i.name(), i.type(), false)).toList();
    }

    static List<Input> withValidation(List<Input> inputs) {
        List<Input> all = new ArrayList<>(inputs);
        Type type = inputs.size() == 1 ? inputs.getFirst().type() : Object.class;
        all.add(new Input(Input.Kind.VALIDATION, "", type, false));
        return all;
    }

    static <T> T validate(T value, RouterSettings settings) {
        Validator validator = settings.validator();
        if (validator == null) {
            throw new IllegalStateException(
                    "validated() needs a validator (expected: RouterSettings.withValidator)");
        }
        List<Rejection.Violation> found = new ArrayList<>();
        switch (value) {
            case Optional<?> optional -> optional.ifPresent(v -> check(validator, v, "", found));
            case Iterable<?> all -> {
                int i = 0;
                for (Object element : all) {
                    check(validator, element, "[" + i++ + "]", found);
                }
            }
            default -> check(validator, value, "", found);
        }
        if (!found.isEmpty()) {
            found.sort(
                    Comparator.comparing(Rejection.Violation::field)
                            .thenComparing(Rejection.Violation::message));
            throw new Rejection.Unprocessable(
                    found.size() == 1 ? "1 value breaks a rule" : found.size() + " rules broken",
                    found);
        }
        return value;
    }

    private static void check(
            Validator validator, Object value, String prefix, List<Rejection.Violation> found) {
        for (ConstraintViolation<Object> broken : validator.validate(value)) {
            String path = broken.getPropertyPath().toString();
            String dot = prefix.isEmpty() || path.isEmpty() ? "" : ".";
            found.add(new Rejection.Violation(prefix + dot + path, broken.getMessage()));
        }
    }
}
