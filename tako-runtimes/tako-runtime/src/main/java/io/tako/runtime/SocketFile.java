package io.tako.runtime;

import io.tako.runtime.SocketFileException.Part;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of one listening Unix socket. It is bound inside a directory that nobody else may enter,
 * gets its owner and permissions there, and only then appears where peers look for it: whoever can
 * connect was always meant to. Reads and writes files, so never on a core.
 */
final class SocketFile {

    private static final Logger log = LoggerFactory.getLogger(SocketFile.class);

    /** What {@code sun_path} holds on Linux, without its end. */
    private static final int LONGEST = 107;

    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;

    private final UnixAddress address;
    private final Path path;
    private final Path room;
    private @Nullable Object key;

    private SocketFile(UnixAddress address, Path path, Path room) {
        this.address = address;
        this.path = path;
        this.room = room;
    }

    /**
     * Makes room for a file. A socket that a process left behind is deleted; whatever else is in
     * the way stays.
     *
     * @throws SocketFileException if there cannot be such a file
     */
    static SocketFile prepare(UnixAddress address) throws SocketFileException {
        Path path = Path.of(address.name()).toAbsolutePath();
        Path parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw refused(path, "there is no directory " + parent, null);
        }
        String name = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        SocketFile file = new SocketFile(address, path, parent.resolve("." + name));
        requireShort(path);
        requireShort(file.bound());
        deleteStale(path);
        try {
            Set<PosixFilePermission> ours = PosixFilePermissions.fromString("rwx------");
            Files.createDirectory(file.room, PosixFilePermissions.asFileAttribute(ours));
        } catch (IOException | UnsupportedOperationException e) {
            throw refused(path, "nothing can be made in " + parent + ": " + e, e);
        }
        return file;
    }

    private static void requireShort(Path path) throws SocketFileException {
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST) {
            throw refused(
                    path,
                    path + " is too long: " + length + " bytes (expected: <= " + LONGEST + ")",
                    null);
        }
    }

    private static void deleteStale(Path path) throws SocketFileException {
        try {
            BasicFileAttributes there =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (there.isSymbolicLink()) {
                throw refused(path, path + " is a symbolic link, which is not followed", null);
            }
            Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            if (!(mode instanceof Integer bits) || (bits & TYPE) != SOCKET) {
                throw refused(path, path + " is there and is no socket", null);
            }
            if (served(path)) {
                throw refused(path, "Address already in use: " + path, null);
            }
            Files.delete(path);
            log.info("Deleted {}, a socket that nobody serves", path);
        } catch (NoSuchFileException nothingThere) {
            log.debug("{} is free", path);
        } catch (SocketFileException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            throw refused(path, "it cannot be told what " + path + " is: " + e, e);
        }
    }

    /** Whether somebody accepts there, or it cannot be told. */
    private static boolean served(Path path) {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // Whoever does not accept just now would make a connect that blocks wait.
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException refused) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Where to bind. */
    Path bound() {
        return room.resolve("s");
    }

    /**
     * Lets peers find the bound socket.
     *
     * @throws SocketFileException if it cannot be as it should; then it is to be {@link #remove()}d
     */
    synchronized void publish() throws SocketFileException {
        own();
        try {
            // Unlike a move this never replaces what has come to be there.
            Files.createLink(path, bound());
            key = key(path);
            deleteRoom();
        } catch (FileAlreadyExistsException e) {
            throw refused(path, "Address already in use: " + path, e);
        } catch (IOException | UnsupportedOperationException e) {
            throw refused(path, path + " cannot be made: " + e, e);
        }
    }

    private void own() throws SocketFileException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(
                        bound(), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        UserPrincipalLookupService names = path.getFileSystem().getUserPrincipalLookupService();
        String owner = address.owner();
        if (owner != null) {
            attempt(Part.OWNER, owner, () -> view.setOwner(names.lookupPrincipalByName(owner)));
        }
        String group = address.group();
        if (group != null) {
            attempt(
                    Part.GROUP,
                    group,
                    () -> view.setGroup(names.lookupPrincipalByGroupName(group)));
        }
        Set<PosixFilePermission> permissions = address.permissions();
        if (permissions != null) {
            attempt(
                    Part.PERMISSIONS,
                    PosixFilePermissions.toString(permissions),
                    () -> Files.setPosixFilePermissions(bound(), permissions));
        }
    }

    @FunctionalInterface
    private interface Step {
        void take() throws IOException;
    }

    private void attempt(Part part, String value, Step step) throws SocketFileException {
        try {
            step.take();
        } catch (IOException | UnsupportedOperationException e) {
            String what = part.name().toLowerCase(Locale.ROOT);
            throw new SocketFileException(
                    part, value, path + " cannot have the " + what + " " + value + ": " + e, e);
        }
    }

    /** Deletes the file, unless another has taken its place. */
    synchronized void remove() {
        try {
            if (key != null && key.equals(key(path))) {
                Files.delete(path);
            }
        } catch (NoSuchFileException gone) {
            log.debug("{} is gone already", path);
        } catch (IOException e) {
            log.warn("{} cannot be deleted: {}", path, e.toString());
        }
        key = null;
        try {
            deleteRoom();
        } catch (IOException e) {
            log.warn("{} cannot be deleted: {}", room, e.toString());
        }
    }

    private void deleteRoom() throws IOException {
        Files.deleteIfExists(bound());
        Files.deleteIfExists(room);
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static SocketFileException refused(
            Path path, String message, @Nullable Exception cause) {
        return new SocketFileException(Part.PATH, path.toString(), message, cause);
    }
}
