package io.tako.extract;

import io.tako.handler.Input;
import io.tako.http.Rejection;
import io.tako.http.RouterSettings;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.ResolvableType;
import org.springframework.util.MultiValueMap;
import org.springframework.validation.DataBinder;
import org.springframework.validation.FieldError;

/**
 * Makes a record of named texts. Primitive components must be there, other absent components are
 * null (or an empty {@code Optional}), collections take all values of their name, and {@code a.b}
 * reaches into a record within the record. All faults are told at once.
 */
final class RecordBinding<T extends Record> {

    private final Class<T> type;
    private final Input.Kind kind;
    private final String what;
    private final List<Input> inputs;

    RecordBinding(Class<T> type, Input.Kind kind, String what) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " (expected: a record)");
        }
        this.type = type;
        this.kind = kind;
        this.what = what;
        List<Input> all = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            boolean required = component.getType().isPrimitive() || kind == Input.Kind.PATH;
            all.add(new Input(kind, component.getName(), component.getGenericType(), required));
        }
        inputs = List.copyOf(all);
    }

    List<Input> inputs() {
        return inputs;
    }

    T bind(MultiValueMap<String, String> values, RouterSettings settings) {
        Map<String, String> faults = new LinkedHashMap<>();
        for (Input input : inputs) {
            if (input.required() && !values.containsKey(input.name())) {
                faults.put(input.name(), "is missing");
            }
        }
        if (!faults.isEmpty() && faults.size() == inputs.size()) {
            throw new Rejection.Missing(tell(faults));
        }
        DataBinder binder = new DataBinder(null, what);
        binder.setTargetType(ResolvableType.forClass(type));
        binder.setConversionService(settings.conversions());
        try {
            binder.construct(new Texts(values));
        } catch (BeanInstantiationException refused) {
            throw refusal(refused, faults);
        }
        for (FieldError error : binder.getBindingResult().getFieldErrors()) {
            faults.putIfAbsent(error.getField(), fault(error));
        }
        Object target = binder.getTarget();
        if (!faults.isEmpty() || target == null) {
            throw new Rejection.Malformed(tell(faults));
        }
        return type.cast(target);
    }

    private RuntimeException refusal(
            BeanInstantiationException refused, Map<String, String> faults) {
        if (!faults.isEmpty()) {
            return new Rejection.Malformed(tell(faults));
        }
        if (refused.getCause() instanceof IllegalArgumentException e && e.getMessage() != null) {
            return new Rejection.Malformed(what + ": " + e.getMessage());
        }
        return refused;
    }

    private static String fault(FieldError error) {
        Object value = error.getRejectedValue();
        String expected = "another type";
        if (error.contains(TypeMismatchException.class)) {
            Class<?> required = error.unwrap(TypeMismatchException.class).getRequiredType();
            expected = required == null ? expected : TextType.expected(required);
        }
        return value == null
                ? "is missing"
                : "is " + Echo.of(String.valueOf(value)) + " (expected: " + expected + ")";
    }

    private String tell(Map<String, String> faults) {
        List<String> sentences = new ArrayList<>();
        faults.forEach(
                (name, fault) ->
                        sentences.add(
                                (kind == Input.Kind.BODY
                                                ? "form field '" + name + "'"
                                                : new Input(kind, name, type, true).label())
                                        + " "
                                        + fault));
        return String.join("; ", sentences);
    }

    /** The texts as the binder asks for them. */
    private record Texts(MultiValueMap<String, String> values) implements DataBinder.ValueResolver {

        @Override
        public @Nullable Object resolveValue(String name, Class<?> wanted) {
            List<String> all = values.get(name);
            if (all == null || all.isEmpty()) {
                return null;
            }
            boolean many = wanted.isArray() || Collection.class.isAssignableFrom(wanted);
            return many && all.size() > 1 ? all : all.getFirst();
        }

        @Override
        public Set<String> getNames() {
            return values.keySet();
        }
    }
}
