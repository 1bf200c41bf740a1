package io.tako.runtime;

import org.jspecify.annotations.Nullable;

/** Who may use core-local state, and what to tell the others. */
final class CoreOwnership {

    private static final String NEEDS_PER_CORE =
            "core-local state needs tako.runtime=per-core: on the shared runtime handlers migrate"
                    + " and run side by side";
    private static final String NEEDS_FLAG =
            "handlers run on the JDK scheduler here, side by side; start the JVM with "
                    + CarrierMode.FLAG;

    private CoreOwnership() {}

    /** The caller's core, if it may own state there. */
    static Core requireCore(String what) {
        Core core = Core.current();
        if (core != null && core.ownsState()) {
            return core;
        }
        throw refusal(what, core);
    }

    static IllegalStateException wrongCore(Core owner) {
        if (!CarriedThreads.INSTANCE.supported()) {
            return new IllegalStateException("CoreBound.get: " + NEEDS_FLAG);
        }
        Core caller = Core.current();
        String where =
                caller == null
                        ? "no core (" + Thread.currentThread() + ")"
                        : caller + " of the " + caller.kind().displayName() + " runtime";
        return new WrongCoreException(
                "The value belongs to " + owner + " but was touched from " + where);
    }

    private static IllegalStateException refusal(String what, @Nullable Core core) {
        if (core != null && core.kind() == RuntimeKind.SHARED) {
            return new IllegalStateException(what + ": " + NEEDS_PER_CORE);
        }
        if (!CarriedThreads.INSTANCE.supported()) {
            return new IllegalStateException(what + ": " + NEEDS_FLAG);
        }
        return new WrongCoreException(
                what
                        + " was called from no core ("
                        + Thread.currentThread()
                        + "); "
                        + NEEDS_PER_CORE);
    }
}
