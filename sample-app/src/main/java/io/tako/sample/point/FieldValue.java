package io.tako.sample.point;

import static java.util.Objects.requireNonNull;

/** A typed value of one field: a number that can be charted, a text or a truth value. */
public sealed interface FieldValue {

    /** What a series holds; one series never mixes kinds. */
    enum Kind {
        /** Decimal, whole and unsigned numbers, kept as 64-bit floating point. */
        NUMBER,
        TEXT,
        BOOLEAN
    }

    /** Returns what kind of series this value belongs to. */
    Kind kind();

    /** A value that can be charted and aggregated. */
    sealed interface Numeric extends FieldValue {

        /**
         * Returns the nearest 64-bit floating point number; whole numbers beyond 2^53 are rounded.
         */
        double asDouble();

        @Override
        default Kind kind() {
            return Kind.NUMBER;
        }
    }

    /**
     * A finite floating point number.
     *
     * @param value neither infinite nor NaN
     */
    record Decimal(double value) implements Numeric {

        /**
         * @throws IllegalArgumentException if {@code value} is infinite or NaN
         */
        public Decimal {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a field must be a finite number, not " + value);
            }
        }

        @Override
        public double asDouble() {
            return value;
        }
    }

    /** A signed 64-bit whole number. */
    record Whole(long value) implements Numeric {

        @Override
        public double asDouble() {
            return value;
        }
    }

    /**
     * An unsigned 64-bit whole number.
     *
     * @param bits read with {@link Long#toUnsignedString(long)}
     */
    record Unsigned(long bits) implements Numeric {

        @Override
        public double asDouble() {
            // The lowest bit is kept sticky, so that halving does not change how the value rounds.
            return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
        }
    }

    /** A text, of which a series keeps the latest only. */
    record Text(String value) implements FieldValue {

        public Text {
            requireNonNull(value, "value");
        }

        @Override
        public Kind kind() {
            return Kind.TEXT;
        }
    }

    /** A truth value, of which a series keeps the latest only. */
    record Flag(boolean value) implements FieldValue {

        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }
}
