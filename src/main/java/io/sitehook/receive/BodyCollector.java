package io.sitehook.receive;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body as it comes, without holding a thread while it does not. Time-out, end, excess and error may come from
 * different threads at once; the first of them ends it and the others are ignored.
 */
final class BodyCollector implements ReadListener, AsyncEnd {
    private final ServletInputStream input;
    private final int longest;
    private final boolean keep;
    private final Ending ending;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final AtomicBoolean ended = new AtomicBoolean();
    private long count;

    /** What to do at the end. One of these is called, once. */
    interface Ending {
        /** All of it is here. */
        void whole(byte[] body);

        /** It is too long or too slow. The connection can't be used again. */
        void cut(Refusal refusal);

        /** The peer has gone, or broke off. */
        void broken(Throwable error);
    }

    private BodyCollector(ServletInputStream input, int longest, boolean keep, Ending ending) {
        this.input = input;
        this.longest = longest;
        this.keep = keep;
        this.ending = ending;
    }

    /** Collects a body of at most so many bytes, whose beginning was read already. */
    BodyCollector(ServletInputStream input, int longest, byte[] begun, Ending ending) {
        this(input, longest, true, ending);
        body.write(begun, 0, begun.length);
        count = begun.length;
    }

    /** Only waits for the end of a body. */
    static BodyCollector keepingNothing(ServletInputStream input, int longest, Ending ending) {
        return new BodyCollector(input, longest, false, ending);
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] buffer = new byte[4096];
        while (!ended.get() && input.isReady() && !input.isFinished()) {
            int read = input.read(buffer);
            if (read < 0) {
                return;
            }
            count += read;
            if (count > longest) {
                if (end()) {
                    ending.cut(Refusal.TOO_LARGE);
                }
                return;
            }
            if (keep) {
                body.write(buffer, 0, read);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (end()) {
            ending.whole(body.toByteArray());
        }
    }

    @Override
    public void timedOut() {
        if (end()) {
            ending.cut(Refusal.TIMEOUT);
        }
    }

    @Override
    public void onError(Throwable error) {
        if (end()) {
            ending.broken(error);
        }
    }

    @Override
    public void failed(@Nullable Throwable error) {
        onError(error == null ? new IOException("the request was broken off") : error);
    }

    @Override
    public void completed() {}

    /** Ends it without waiting for anything. */
    void cutNow(Refusal refusal) {
        if (end()) {
            ending.cut(refusal);
        }
    }

    private boolean end() {
        return ended.compareAndSet(false, true);
    }
}
