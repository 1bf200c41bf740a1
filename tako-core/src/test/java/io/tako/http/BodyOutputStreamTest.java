package io.tako.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyOutputStreamTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Integer> writes = new ArrayList<>();
    private int flushes;

    private final BodyWriter writer =
            new BodyWriter() {
                @Override
                public void write(byte[] array, int offset, int length) {
                    bytes.write(array, offset, length);
                    writes.add(length);
                }

                @Override
                public void flush() {
                    flushes++;
                }

                @Override
                public boolean open() {
                    return true;
                }
            };

    private final OutputStream out = writer.outputStream();

    @Test
    void smallWritesAreGathered() throws IOException {
        for (int i = 0; i < 100; i++) {
            out.write(i);
        }
        assertThat(writes).isEmpty();
        out.flush();
        assertThat(writes).containsExactly(100);
        assertThat(flushes).isEqualTo(1);
    }

    @Test
    void bytesKeepTheirOrderWhateverTheSizes() throws IOException {
        Random random = new Random(7);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            byte[] piece = new byte[random.nextInt(i % 10 == 0 ? 20_000 : 300)];
            random.nextBytes(piece);
            out.write(piece);
            out.write(i);
            expected.write(piece);
            expected.write(i);
        }
        out.close();
        assertThat(bytes.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void largeWritesPassThroughInOnePiece() throws IOException {
        out.write(1);
        out.write(new byte[50_000]);
        assertThat(writes).containsExactly(1, 50_000);
    }

    @Test
    void rangesOutsideOfTheArrayAreRefused() {
        assertThatThrownBy(() -> out.write(new byte[3], 2, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
