package io.tako.runtime;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Unix domain socket to listen on: a file, or with a leading {@code @} an abstract name of Linux,
 * which has no file and is gone with its socket. Two are equal if they are the same place.
 */
public final class UnixAddress extends SocketAddress {

    private static final long serialVersionUID = 1L;
    private static final String ABSTRACT = "@";

    private final String name;
    private final @Nullable Set<PosixFilePermission> permissions;
    private final @Nullable String owner;
    private final @Nullable String group;

    private UnixAddress(
            String name,
            @Nullable Set<PosixFilePermission> permissions,
            @Nullable String owner,
            @Nullable String group) {
        this.name = Objects.requireNonNull(name, "name");
        if (name.isEmpty() || name.equals(ABSTRACT) || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "name: \"" + name + "\" (expected: a path, or @ and a name)");
        }
        this.permissions = permissions;
        this.owner = owner;
        this.group = group;
    }

    /** The path of a file, or {@code @} and an abstract name. */
    public static UnixAddress of(String name) {
        return new UnixAddress(name, null, null, null);
    }

    /** Who may connect: those who may write. By default the process's {@code umask} decides. */
    public UnixAddress withPermissions(@Nullable Set<PosixFilePermission> others) {
        return new UnixAddress(name, others == null ? null : Set.copyOf(others), owner, group);
    }

    /** The user the file belongs to, by name or number; the process's own by default. */
    public UnixAddress withOwner(@Nullable String other) {
        return new UnixAddress(name, permissions, other, group);
    }

    /** The group the file belongs to, by name or number; the process's own by default. */
    public UnixAddress withGroup(@Nullable String other) {
        return new UnixAddress(name, permissions, owner, other);
    }

    /** The path, or {@code @} and the abstract name. */
    public String name() {
        return name;
    }

    /** Whether there is no file. */
    public boolean isAbstract() {
        return name.startsWith(ABSTRACT);
    }

    @Nullable Set<PosixFilePermission> permissions() {
        return permissions;
    }

    @Nullable String owner() {
        return owner;
    }

    @Nullable String group() {
        return group;
    }

    /** As the JDK tells addresses of such sockets. */
    public UnixDomainSocketAddress toJdk() {
        return UnixDomainSocketAddress.of(name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnixAddress address && address.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return "unix:" + name;
    }
}
