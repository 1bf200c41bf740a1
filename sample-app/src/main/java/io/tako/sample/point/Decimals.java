package io.tako.sample.point;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Decimal numbers as clients write them. */
public final class Decimals {

    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

    private Decimals() {}

    /** Reads a finite number; empty for anything else, such as {@code NaN} or {@code 1f}. */
    public static OptionalDouble read(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double number = Double.parseDouble(text);
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }
}
