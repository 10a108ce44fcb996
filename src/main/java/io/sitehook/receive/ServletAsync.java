package io.sitehook.receive;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.servlet.spi.AsyncContextDelegate;
import org.glassfish.jersey.servlet.spi.AsyncContextDelegateProvider;
import org.jspecify.annotations.Nullable;

/**
 * Lets Jersey answer later, by the servlet API. Jersey's own is in jersey-container-servlet, which would also start
 * every {@code Application} class that it finds in the web application.
 */
final class ServletAsync extends AbstractBinder {
    private final OpenAnswers answers;

    ServletAsync(OpenAnswers answers) {
        this.answers = answers;
    }

    @Override
    protected void configure() {
        AsyncContextDelegateProvider provider = (request, response) -> new Delegate(request, response, answers);
        bind(provider).to(AsyncContextDelegateProvider.class);
    }

    /** One request's. */
    private static final class Delegate implements AsyncContextDelegate, AsyncEnd {
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final OpenAnswers answers;
        private final AtomicBoolean open = new AtomicBoolean();
        private final AtomicReference<@Nullable AsyncContext> context = new AtomicReference<>();
        private volatile boolean completed;

        Delegate(HttpServletRequest request, HttpServletResponse response, OpenAnswers answers) {
            this.request = request;
            this.response = response;
            this.answers = answers;
        }

        /** Without a time-out: the inbox keeps its own, and what it then says is an answer. */
        @Override
        public void suspend() {
            AsyncContext started = request.startAsync(request, response);
            started.setTimeout(0);
            AsyncEnd.listen(started, this);
            context.set(started);
            open.set(true);
            answers.begin();
        }

        @Override
        public void complete() {
            AsyncContext started = context.getAndSet(null);
            try {
                if (started != null && !completed) {
                    AsyncEnd.COMPLETE.call(started);
                }
            } catch (IllegalStateException e) {
                // The caller has gone, and the container was quicker to notice.
                completed = true;
            } finally {
                answered();
            }
        }

        @Override
        public boolean isCompleted() {
            return completed;
        }

        private void answered() {
            if (open.compareAndSet(true, false)) {
                answers.end();
            }
        }

        @Override
        public void completed() {
            completed = true;
            answered();
        }

        @Override
        public void failed(@Nullable Throwable error) {
            completed = true;
            answered();
        }

        @Override
        public void timedOut() {}
    }
}
