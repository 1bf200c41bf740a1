package io.tako.respond;

import io.tako.http.BodyWriter;
import io.tako.http.ClientGoneException;
import java.io.IOException;

/** A peer that leaves after some writes. */
final class BrokenWriter implements BodyWriter {

    private int left;

    BrokenWriter(int writes) {
        left = writes;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (left-- == 0) {
            throw new ClientGoneException("the peer left");
        }
    }

    @Override
    public void flush() {}

    @Override
    public boolean open() {
        return left > 0;
    }
}
