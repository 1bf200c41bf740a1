package io.tako.autoconfigure;

import io.tako.runtime.RuntimeKind;
import org.jspecify.annotations.Nullable;

/** The class path does not offer exactly the one runtime that is wanted. */
final class RuntimeChoiceException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final String action;

    private RuntimeChoiceException(String description, String action) {
        super(description);
        this.action = action;
    }

    static RuntimeChoiceException both(@Nullable RuntimeKind wanted) {
        String description =
                "Both Tako runtimes are on the class path: shared, from %s, and per-core, from %s. An application runs on exactly one."
                        .formatted(Starter.SHARED.coordinates(), Starter.PER_CORE.coordinates());
        if (wanted != null) {
            Starter surplus = wanted == RuntimeKind.SHARED ? Starter.PER_CORE : Starter.SHARED;
            return new RuntimeChoiceException(
                    description,
                    "tako.runtime is %s, so remove this dependency.\n\n%s"
                            .formatted(wanted.displayName(), surplus.dependency()));
        }
        return new RuntimeChoiceException(
                description,
                "To run on shared, remove this dependency.\n\n%s\nTo run on per-core, remove this dependency.\n\n%s"
                        .formatted(Starter.PER_CORE.dependency(), Starter.SHARED.dependency()));
    }

    static RuntimeChoiceException neither(@Nullable RuntimeKind wanted) {
        String description =
                "No Tako runtime is on the class path: neither shared, from %s, nor per-core, from %s."
                        .formatted(Starter.SHARED.coordinates(), Starter.PER_CORE.coordinates());
        if (wanted != null) {
            return new RuntimeChoiceException(
                    description,
                    "tako.runtime is %s, so add this dependency.\n\n%s"
                            .formatted(wanted.displayName(), Starter.of(wanted).dependency()));
        }
        return new RuntimeChoiceException(
                description,
                "To run on shared, add this dependency.\n\n%s\nTo run on per-core, add this one instead.\n\n%s"
                        .formatted(Starter.SHARED.dependency(), Starter.PER_CORE.dependency()));
    }

    static RuntimeChoiceException other(RuntimeKind wanted, RuntimeKind found) {
        return new RuntimeChoiceException(
                "tako.runtime is %s, but the runtime on the class path is %s, from %s."
                        .formatted(
                                wanted.displayName(),
                                found.displayName(),
                                Starter.of(found).coordinates()),
                "To run on %s, change the dependency %s to this one.\n\n%s\nTo run on %s, set tako.runtime=%s or leave it out."
                        .formatted(
                                wanted.displayName(),
                                Starter.of(found).coordinates(),
                                Starter.of(wanted).dependency(),
                                found.displayName(),
                                found.displayName()));
    }

    /** What to change, with the dependency block. */
    String action() {
        return action;
    }
}
