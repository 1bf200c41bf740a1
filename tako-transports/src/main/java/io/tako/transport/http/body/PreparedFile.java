package io.tako.transport.http.body;

import io.netty.channel.DefaultFileRegion;
import io.tako.http.Body;
import io.tako.http.BodyWriter;
import io.tako.runtime.Offload;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file opened for sending, or the reason why it could not be. Opening happens away from the event
 * loop; sending is the kernel's.
 *
 * @param part what is sent
 * @param channel the open file, or null
 */
public record PreparedFile(Body.File part, @Nullable FileChannel channel) {

    private static final Logger log = LoggerFactory.getLogger(PreparedFile.class);
    private static final int BLOCK = 64 * 1024;

    /** Opens the file from a handler's thread. */
    public static PreparedFile open(Body.File part) {
        FileChannel channel = null;
        try {
            channel = Offload.call(() -> FileChannel.open(part.path(), StandardOpenOption.READ));
            if (channel.size() < part.position() + part.length()) {
                throw new IOException("the file has become shorter");
            }
            return new PreparedFile(part, channel);
        } catch (Exception e) {
            log.warn("{} cannot be sent", part.path(), e);
            if (channel != null) {
                new PreparedFile(part, channel).close();
            }
            return new PreparedFile(part, null);
        }
    }

    /** The part of the file as Netty sends it; closes the file when released. */
    public static DefaultFileRegion region(Body.File part, FileChannel channel) {
        return new DefaultFileRegion(channel, part.position(), part.length());
    }

    /** Writes the part and closes the file. Blocks in the file system: not for an event loop. */
    public void copyTo(BodyWriter out) throws IOException {
        try (FileChannel file = Objects.requireNonNull(channel)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            long at = part.position();
            long end = at + part.length();
            while (at < end) {
                block.clear().limit((int) Math.min(BLOCK, end - at));
                int read = file.read(block, at);
                if (read < 0) {
                    throw new EOFException(part.path() + " has become shorter");
                }
                out.write(block.array(), 0, read);
                at += read;
            }
        }
    }

    /** Closes the file if it was opened. */
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                log.debug("{} did not close", part.path(), e);
            }
        }
    }
}
