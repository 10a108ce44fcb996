package io.sitehook.spi;

import java.sql.Connection;

/**
 * A handler whose effects are rows in Sitehook's own PostgreSQL database. What it writes and the record that the delivery
 * is done are committed together, so each status change takes effect there exactly once: after a crash, or if the commit
 * fails, neither is there, and the delivery runs again.
 *
 * <p>It needs the setting {@code sitehook.database.url} or {@code sitehook.database.jndi}; with the embedded store it is
 * not used, and the log says so.
 *
 * <p>The guarantee holds for that database alone. What a handler does elsewhere (a request, a file, a mail) can't be
 * rolled back, and may happen more than once.
 */
public interface TransactionalHandler extends StatusChangeHandler {

    /**
     * Does the work for one status change, in a transaction. As {@link StatusChangeHandler#handle(Delivery)}, and:
     *
     * <ul>
     *   <li>{@link Outcome#done()} commits; any other outcome, {@code null}, whatever is thrown, and a deadline that was
     *       overrun roll back;
     *   <li>the connection is this delivery's alone. It has auto-commit off; commit, rollback and close are Sitehook's
     *       and throw here, savepoints may be used;
     *   <li>keep to tables of your own, in a schema of your own, and be quick: rows that are locked here are locked until
     *       the delivery is recorded.
     * </ul>
     *
     * @param delivery the status change and what is known of this attempt
     * @param connection in a transaction that has just begun
     * @return what became of it
     * @throws Exception to be tried again later
     */
    Outcome handle(Delivery delivery, Connection connection) throws Exception;

    /**
     * Not called.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    default Outcome handle(Delivery delivery) {
        throw new UnsupportedOperationException("this handler works in a transaction only");
    }
}
