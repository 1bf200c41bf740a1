package io.tako.sample.store;

/** A question that has no answer; the message is for whoever asked. Carries no stack trace. */
public abstract sealed class QueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private QueryException(String message) {
        super(message, null, false, false);
    }

    /** A parameter is out of its bounds, or two contradict each other. */
    public static final class BadParameter extends QueryException {

        private static final long serialVersionUID = 1L;

        public BadParameter(String message) {
            super(message);
        }
    }

    /** No series has the id. */
    public static final class NoSuchSeries extends QueryException {

        private static final long serialVersionUID = 1L;

        NoSuchSeries(String message) {
            super(message);
        }
    }

    /** The series holds texts or truth values, of which there is no history. */
    public static final class NotNumeric extends QueryException {

        private static final long serialVersionUID = 1L;

        NotNumeric(String message) {
            super(message);
        }
    }
}
