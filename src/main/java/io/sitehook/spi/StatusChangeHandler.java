package io.sitehook.spi;

/**
 * Does an organisation's work when a project enters a workflow state.
 *
 * <p><b>Packaging.</b> Put the class into a jar with the file
 * {@code META-INF/services/io.sitehook.spi.StatusChangeHandler}, whose lines name the handler classes. A handler has a
 * public constructor without parameters. The jar goes into the {@code handlers} directory of the Sitehook home (alone,
 * or in a folder together with the libraries it needs) or onto the class path of the web application. In the
 * {@code handlers} directory a jar sees the JDK, this package and its own libraries, and nothing else: whatever
 * libraries Sitehook or other handlers use, yours do not meet them.
 *
 * <p><b>Life cycle.</b> One instance for each class named, in this order:
 *
 * <ol>
 *   <li>the constructor, {@link #name()} and {@link #states()}: cheap, without side effects;
 *   <li>{@link #start(HandlerContext)}, once. Read settings and open connections here. If it throws, the handler is not
 *       used, the reason is logged by the jar's name, other handlers go on, and the deliveries for this handler wait;
 *   <li>{@link #handle(Delivery)}, once for each attempt;
 *   <li>{@link #stop()}, once, after the last delivery.
 * </ol>
 *
 * <p><b>Threads.</b> {@code handle} is called from several threads at once, for different projects. For one project,
 * deliveries come one after the other in the order in which the status changes were received. That need not be the
 * order in which they happened: the sender gives neither a number nor a time. While any method of the handler runs, the
 * context class loader of the thread is the jar's own.
 *
 * <p><b>Guarantee.</b> At least once. A status change is on disk before its sender was told so, and it is delivered
 * until the handler is done with it, rejects it, or has used up its attempts; then it is a dead letter, which a person
 * can see and replay. After a crash a delivery that was running runs again, even if its work had been finished: make
 * the effect idempotent, with {@link Delivery#idempotencyKey()} as the key.
 *
 * <p><b>Failures.</b> Whatever {@code handle} throws, checked or not, {@link Error} included, means "try again later".
 * So does {@code null}. See {@link Outcome} for saying it with a reason. A handler that runs past
 * {@link Delivery#deadline()} is interrupted; one that ignores the interrupt keeps its place among the handler's
 * concurrent runs until it ends, so that four such threads halt this handler (and no other).
 */
public interface StatusChangeHandler {

    /**
     * The handler's stable id. It is written into rows, so it must stay the same for the life of the handler, also when
     * classes and jars are renamed.
     *
     * @return 1 to 64 characters of {@code a} to {@code z}, {@code 0} to {@code 9} and {@code -}; unique among all
     *     installed handlers: if two have one name, neither is used
     */
    String name();

    /**
     * The workflow states whose status changes this handler wants.
     *
     * @return for example {@code WorkflowStates.of("COMPLETE")}; asked once, after construction
     */
    WorkflowStates states();

    /**
     * Called once, before any delivery.
     *
     * @param context the handler's settings, clock and logger
     * @throws Exception if the handler can't work; the message is shown to the operator, so say what to do
     */
    default void start(HandlerContext context) throws Exception {}

    /**
     * Does the work for one status change. Called at least once for each, concurrently across projects, in order within
     * one project.
     *
     * @param delivery the status change and what is known of this attempt
     * @return what became of it; {@code null} counts as {@link Outcome#retry(String)}
     * @throws Exception to be tried again later; the message and stack trace are kept with the attempt
     */
    Outcome handle(Delivery delivery) throws Exception;

    /**
     * Called once, after the last delivery, when the server stops or the jar is removed. Close here what
     * {@link #start(HandlerContext)} opened, threads included.
     *
     * @throws Exception is logged, and nothing else happens
     */
    default void stop() throws Exception {}
}
