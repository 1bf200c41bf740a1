package io.tako.transport.compression;

import io.tako.http.Body;
import io.tako.http.BodyWriter;
import io.tako.http.StreamingBody;
import io.tako.runtime.Offload;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** A part of a file, read away from the event loop, which must not wait for a disk. */
record FileContent(Body.File file) implements StreamingBody {

    private static final int PIECE = 64 * 1024;

    @Override
    public void writeTo(BodyWriter out) throws Exception {
        try (FileChannel channel =
                Offload.call(() -> FileChannel.open(file.path(), StandardOpenOption.READ))) {
            byte[] piece = new byte[(int) Math.min(PIECE, file.length())];
            long done = 0;
            while (done < file.length()) {
                long at = file.position() + done;
                int most = (int) Math.min(piece.length, file.length() - done);
                int read = Offload.call(() -> channel.read(ByteBuffer.wrap(piece, 0, most), at));
                if (read < 0) {
                    throw new EOFException(file.path() + " has become shorter while it was sent");
                }
                out.write(piece, 0, read);
                done += read;
            }
        }
    }
}
