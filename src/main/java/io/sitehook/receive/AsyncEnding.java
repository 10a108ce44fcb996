package io.sitehook.receive;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Ends the collecting of a body with one answer, and completes the request whatever happens. */
abstract class AsyncEnding implements BodyCollector.Ending {
    private final AsyncContext context;
    private final Rejections rejections;

    AsyncEnding(AsyncContext context, Rejections rejections) {
        this.context = context;
        this.rejections = rejections;
    }

    /** Answers, or dispatches the request anew. */
    abstract void wholeOrThrow(byte[] body) throws IOException;

    @Override
    public final void whole(byte[] body) {
        try {
            wholeOrThrow(body);
        } catch (IOException e) {
            broken(e);
        } catch (RuntimeException e) {
            rejections.note("bug", "a post was answered 500 and nothing was stored: " + e, e);
            cut(Refusal.BUG);
        }
    }

    @Override
    public final void cut(Refusal refusal) {
        try {
            answer(refusal);
        } catch (IOException e) {
            broken(e);
        }
    }

    /** A body that breaks off is answered 400 if the peer can still hear it. */
    @Override
    public final void broken(Throwable error) {
        rejections.note(DEBUG, "broken bodies", "a post broke off before its body was complete: " + error);
        try {
            rejections.answer(Refusal.INCOMPLETE, (HttpServletResponse) context.getResponse());
        } catch (IOException | IllegalStateException e) {
            rejections.note(DEBUG, "broken bodies", "its sender can't be answered: " + e);
        }
        try {
            AsyncEnd.COMPLETE.call(context);
        } catch (IllegalStateException e) {
            rejections.note(DEBUG, "broken bodies", "the container has completed it already: " + e);
        }
    }

    final void answer(Refusal refusal) throws IOException {
        rejections.answer(refusal, (HttpServletResponse) context.getResponse());
        AsyncEnd.COMPLETE.call(context);
    }
}
