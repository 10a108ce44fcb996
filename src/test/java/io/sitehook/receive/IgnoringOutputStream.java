package io.sitehook.receive;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

/** Where an answer goes that nobody looks at. */
final class IgnoringOutputStream extends ServletOutputStream {
    @Override
    public void write(int one) {}

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        throw new UnsupportedOperationException("answers are tiny");
    }
}
