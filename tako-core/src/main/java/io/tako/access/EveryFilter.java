package io.tako.access;

import io.tako.access.Admission.Allowed;
import io.tako.access.Admission.Denied;
import java.util.List;

/** Several filters as one. */
record EveryFilter(List<ConnectionFilter> filters) implements ConnectionFilter {

    @Override
    public Admission admit(ConnectionAttempt attempt) {
        Allowed held = Allowed.FREE;
        boolean decided = false;
        try {
            for (ConnectionFilter filter : filters) {
                switch (filter.admit(attempt)) {
                    case Allowed allowed -> held = held.and(allowed);
                    case Denied denied -> {
                        return denied;
                    }
                }
            }
            decided = true;
            return held;
        } finally {
            if (!decided) {
                held.release().run();
            }
        }
    }
}
