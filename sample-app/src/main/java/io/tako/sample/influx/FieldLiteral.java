package io.tako.sample.influx;

import io.tako.sample.point.Excerpt;
import io.tako.sample.point.FieldValue;

/** Field values written without quotes: numbers and truth values. */
final class FieldLiteral {

    private FieldLiteral() {}

    /**
     * Returns the value: {@code 1i} signed, {@code 1u} unsigned, {@code 1}, {@code 1.5} and {@code
     * -2e-3} floating point, {@code t}, {@code True}, {@code FALSE} and their like truth values.
     *
     * @throws MalformedLineException if it is none of these or does not fit 64 bits
     */
    static FieldValue parse(String literal) throws MalformedLineException {
        return switch (literal) {
            case "t", "T", "true", "True", "TRUE" -> new FieldValue.Flag(true);
            case "f", "F", "false", "False", "FALSE" -> new FieldValue.Flag(false);
            default -> number(literal);
        };
    }

    /** Whether the text is ASCII digits with an optional minus sign. */
    static boolean isWhole(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        return start < text.length() && isMadeOf(text.substring(start), "0123456789");
    }

    private static FieldValue number(String literal) throws MalformedLineException {
        String digits = literal.substring(0, literal.length() - 1);
        try {
            if (literal.endsWith("i") && isWhole(digits)) {
                return new FieldValue.Whole(Long.parseLong(digits));
            }
            if (literal.endsWith("u") && isWhole(digits)) {
                return new FieldValue.Unsigned(Long.parseUnsignedLong(digits));
            }
        } catch (NumberFormatException _) {
            throw new MalformedLineException(Excerpt.of(literal) + " does not fit 64 bits");
        }
        // Java's own grammar is wider: it also takes hexadecimal, type suffixes, NaN and Infinity.
        if (!isMadeOf(literal, "0123456789+-.eE")) {
            throw notAValue(literal);
        }
        double value;
        try {
            value = Double.parseDouble(literal);
        } catch (NumberFormatException _) {
            throw notAValue(literal);
        }
        if (!Double.isFinite(value)) {
            throw new MalformedLineException(Excerpt.of(literal) + " does not fit 64 bits");
        }
        return new FieldValue.Decimal(value);
    }

    private static MalformedLineException notAValue(String literal) {
        return new MalformedLineException(
                Excerpt.of(literal) + " is not a number, a truth value or a quoted text");
    }

    private static boolean isMadeOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
