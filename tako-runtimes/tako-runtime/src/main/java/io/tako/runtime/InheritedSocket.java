package io.tako.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A socket that a service manager has opened for this process, as {@code sd_listen_fds(3)} of
 * systemd describes it.
 *
 * @param name what the manager calls it: {@code FileDescriptorName=} of a socket unit
 * @param descriptor the file descriptor it is
 */
public record InheritedSocket(String name, int descriptor) {

    /** The variable that says how many there are. */
    public static final String COUNT = "LISTEN_FDS";

    /** The variable that says what they are called. */
    public static final String NAMES = "LISTEN_FDNAMES";

    /** The variable that says for which process they are. */
    public static final String PROCESS = "LISTEN_PID";

    /** What systemd calls those that were given no name. */
    private static final String UNNAMED = "unknown";

    private static final int FIRST = 3;
    private static final int MOST = 1_024;

    /**
     * Those that the variables tell of, in the order of their descriptors; none if they are for
     * another process.
     *
     * @param environment the environment of this process
     * @param process the number of this process
     * @throws RuntimeSetupException if the variables cannot be understood
     */
    public static List<InheritedSocket> listed(Map<String, String> environment, long process) {
        String count = environment.get(COUNT);
        String wanted = environment.get(PROCESS);
        if (count == null || wanted == null || number(PROCESS, wanted) != process) {
            return List.of();
        }
        long sockets = number(COUNT, count);
        if (sockets > MOST) {
            throw refused(COUNT, count, "there are at most " + MOST, null);
        }
        String names = environment.get(NAMES);
        String[] called = names == null ? new String[0] : names.split(":", -1);
        if (names != null && sockets > 0 && called.length != sockets) {
            throw refused(
                    NAMES,
                    names,
                    "those are " + called.length + " names, and " + COUNT + " is " + count,
                    null);
        }
        List<InheritedSocket> listed = new ArrayList<>();
        for (int i = 0; i < sockets; i++) {
            listed.add(new InheritedSocket(names == null ? UNNAMED : called[i], FIRST + i));
        }
        return List.copyOf(listed);
    }

    private static long number(String variable, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(variable, text, "it is no number", e);
        }
        throw refused(variable, text, "it is less than 0", null);
    }

    private static RuntimeSetupException refused(
            String variable, String value, String reason, @Nullable Exception cause) {
        return new RuntimeSetupException(
                variable,
                value,
                reason,
                "Start the process by a service manager that sets the variables as sd_listen_fds(3)"
                        + " says, or set tako.socket-activation=off to ignore them.",
                cause);
    }
}
