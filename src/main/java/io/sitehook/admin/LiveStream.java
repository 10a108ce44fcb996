package io.sitehook.admin;

import io.sitehook.store.BareStack;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One who watches. Written to without blocking: what he does not read is queued, and of a queue that is too long the
 * oldest is dropped.
 */
final class LiveStream implements WriteListener {
    private static final BareStack<AsyncContext> COMPLETE = new BareStack<>(AsyncContext.class, "complete");
    private static final int MOST_QUEUED = 200;

    private final AsyncContext context;
    private final ServletOutputStream output;
    private final @Nullable HttpSession session;
    private final Consumer<LiveStream> whenClosed;
    // Guarded by this.
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private boolean ready;
    private boolean closed;

    LiveStream(AsyncContext context, @Nullable HttpSession session, Consumer<LiveStream> whenClosed)
            throws IOException {
        this.context = context;
        this.session = session;
        this.whenClosed = whenClosed;
        output = context.getResponse().getOutputStream();
    }

    /** From now on the container says when to write. */
    void open() {
        output.setWriteListener(this);
    }

    synchronized void send(byte[] message) {
        if (closed) {
            return;
        }
        if (queue.size() >= MOST_QUEUED) {
            queue.poll();
        }
        queue.add(message);
        if (ready) {
            write();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        write();
    }

    private void write() {
        try {
            while (!closed && output.isReady()) {
                byte[] next = queue.poll();
                if (next == null) {
                    ready = true;
                    return;
                }
                output.write(next);
                if (queue.isEmpty() && output.isReady()) {
                    output.flush();
                }
            }
            ready = false;
        } catch (IOException | IllegalStateException e) {
            close();
        }
    }

    @Override
    public void onError(Throwable error) {
        close();
    }

    /** Who has logged out, or was idle for too long, sees nothing more. Watching is no use of a session. */
    void closeIfLoggedOut() {
        if (session == null) {
            return;
        }
        try {
            long unused = session.getLastAccessedTime();
        } catch (IllegalStateException e) {
            close();
        }
    }

    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            queue.clear();
        }
        whenClosed.accept(this);
        try {
            COMPLETE.call(context);
        } catch (IllegalStateException e) {
            // The container was quicker.
            whenClosed.accept(this);
        }
    }
}
