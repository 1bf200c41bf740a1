package io.tako.runtime;

/** Core-bound state was touched from another core, or from no core at all. */
public final class WrongCoreException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    WrongCoreException(String message) {
        super(message);
    }
}
