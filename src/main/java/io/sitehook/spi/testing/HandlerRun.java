package io.sitehook.spi.testing;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.HandlerContext;
import io.sitehook.spi.StatusChange;
import io.sitehook.spi.StatusChangeHandler;
import io.sitehook.spi.WorkflowStates;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Runs a handler as Sitehook does: started once, then called for each delivery on a thread of its own, with a deadline,
 * then stopped. Whatever the handler returns or throws becomes what Sitehook would record of the attempt. While any of
 * its methods but {@code name} and {@code states} runs, the context class loader is the handler's. Safe to use from
 * several threads, which is how to test that the handler is too.
 */
public final class HandlerRun implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final String STATUS_CHANGE = "status_change";

    private final StatusChangeHandler handler;
    private final String name;
    private final WorkflowStates states;
    private final HandlerContext context;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HandlerRun(StatusChangeHandler handler, String name, WorkflowStates states, HandlerContext context) {
        this.handler = handler;
        this.name = name;
        this.states = states;
        this.context = context;
    }

    /**
     * Asks the handler for its name and its states, and starts it, on the caller's thread.
     *
     * @param handler the handler, newly made
     * @param context its surroundings
     * @return the run, to be closed
     * @throws IllegalArgumentException if Sitehook would refuse the name or the states
     * @throws Exception what {@code start} throws, unchanged. Sitehook would log it and not use the handler
     */
    public static HandlerRun start(StatusChangeHandler handler, HandlerContext context) throws Exception {
        String name = handler.name();
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name() returned " + (name == null ? "null" : '"' + name + '"')
                    + "; a name has 1 to 64 characters of a to z, 0 to 9 and \"-\"");
        }
        WorkflowStates states = handler.states();
        if (states == null) {
            throw new IllegalArgumentException("states() returned null; let it return WorkflowStates.all() or others");
        }
        HandlerRun run = new HandlerRun(handler, name, states, context);
        run.inItsContext(() -> {
            handler.start(context);
            return run;
        });
        return run;
    }

    /**
     * Whether Sitehook would deliver a status change to this handler.
     *
     * @param change the status change
     * @return true if it is among the handler's states, and its field {@code event} is {@code status_change}
     */
    public boolean takes(StatusChange change) {
        return change.field("event").filter(STATUS_CHANGE::equals).isPresent()
                && states.includes(change.workflowState());
    }

    /**
     * Begins a delivery of a status change to this handler: the first attempt, with 30 seconds to go from now on the
     * context's clock.
     *
     * @param change what to deliver
     * @return a new builder
     */
    public DeliveryBuilder delivery(StatusChange change) {
        Instant deadline = context.clock().instant().plus(DeliveryBuilder.USUAL_DEADLINE);
        return new DeliveryBuilder(change, name, deadline);
    }

    /**
     * Runs the first attempt to deliver a status change.
     *
     * @param change what to deliver
     * @return what Sitehook would record of the attempt
     * @throws IllegalArgumentException if Sitehook would not deliver this to the handler
     * @throws InterruptedException if the calling thread is interrupted; so is the handler then
     */
    public AttemptResult handle(StatusChange change) throws InterruptedException {
        return handle(delivery(change).build());
    }

    /**
     * Runs one attempt. It ends in one of three ways: the handler returns or throws; it is interrupted at its deadline
     * and gives in; or it ignores the interrupt, and is given up a second later while its thread goes on. The time until
     * the deadline is real time: as long as from what the context's clock shows now to {@link Delivery#deadline()}.
     *
     * @param delivery what to deliver
     * @return what Sitehook would record of the attempt
     * @throws IllegalArgumentException if Sitehook would not deliver this to the handler, or if the deadline is not
     *     ahead
     * @throws InterruptedException if the calling thread is interrupted; so is the handler then
     */
    public AttemptResult handle(Delivery delivery) throws InterruptedException {
        StatusChange change = delivery.change();
        if (!takes(change)) {
            throw new IllegalArgumentException("Sitehook would not deliver this to " + name + ", which takes " + states
                    + ": workflow state " + change.workflowState().orElse("none") + ", event "
                    + change.field("event").orElse("none"));
        }
        Instant now = context.clock().instant();
        Duration limit = Duration.between(now, delivery.deadline());
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("the deadline " + delivery.deadline() + " is not ahead: the clock shows "
                    + now + ". Begin the delivery with HandlerRun.delivery, or set its deadline");
        }
        return new TimedAttempt(() -> inItsContext(() -> handler.handle(delivery)), limit).run("handler-" + name);
    }

    /**
     * Stops the handler, and deletes the directories of a {@link TestContext}. The second call does nothing.
     *
     * @throws IllegalStateException if {@code stop} throws, with that as its cause. Sitehook would only log it
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            inItsContext(() -> {
                handler.stop();
                return this;
            });
        } catch (Exception e) {
            throw new IllegalStateException("stop() threw " + ThrownText.summary(e), e);
        } finally {
            if (context instanceof TestContext test) {
                test.deleteDirectories();
            }
        }
    }

    private <T> T inItsContext(Callable<T> action) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(handler.getClass().getClassLoader());
        try {
            return action.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
