package io.sitehook.store.sql;

import io.sitehook.store.Transactions;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Result;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Transactions for handlers, each on a connection of its own. */
final class PostgresTransactions implements Transactions {
    private static final System.Logger LOGGER = System.getLogger(PostgresTransactions.class.getName());
    /** The commit comes after the handler. */
    private static final Duration BEYOND_THE_HANDLER = Duration.ofSeconds(10);

    /**
     * For this transaction: a statement of the handler ends with the handler's time, and so do the locks of a server that
     * hangs, however long it does.
     */
    private static final String LIMITS = "SELECT set_config('statement_timeout', ?, true),"
            + " set_config('idle_in_transaction_session_timeout', ?, true)";

    private static final Set<String> OURS =
            Set.of("commit", "close", "abort", "setAutoCommit", "setReadOnly", "setNetworkTimeout");

    private final PostgresSource source;
    private final PostgresDialect dialect;
    private final FinishAttempts finishAttempts;

    PostgresTransactions(PostgresSource source, PostgresDialect dialect, FinishAttempts finishAttempts) {
        this.source = source;
        this.dialect = dialect;
        this.finishAttempts = finishAttempts;
    }

    @Override
    public Open begin(Duration most) throws SQLException {
        Connection connection = source.source().getConnection();
        try {
            connection.setAutoCommit(false);
            long end = most.plus(BEYOND_THE_HANDLER).toMillis();
            connection.setNetworkTimeout(Runnable::run, (int) end);
            new Query(LIMITS, Long.toString(most.toMillis()), Long.toString(end)).first(connection, row -> row);
            return new OpenTransaction(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private final class OpenTransaction implements Open {
        private final Connection connection;
        private boolean ended;

        OpenTransaction(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Connection connection() {
            return (Connection) Proxy.newProxyInstance(
                    PostgresTransactions.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        // A rollback to a savepoint has an argument.
                        if (OURS.contains(method.getName())
                                || (method.getName().equals("rollback") && arguments == null)) {
                            throw new SQLException(method.getName()
                                    + " is Sitehook's: Outcome.done() commits, anything else rolls back");
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @Override
        public boolean finish(Claimed claimed, Result result) throws SQLException {
            Connection ours = PostgresText.over(connection);
            dialect.working().begin(ours);
            if (!finishAttempts
                    .run(ours, List.of(new FinishAttempts.Finish(claimed, result)))
                    .get(0)) {
                return false;
            }
            dialect.working().commit(ours);
            ended = true;
            return true;
        }

        @Override
        public void close() {
            try (connection) {
                if (!ended) {
                    connection.rollback();
                }
            } catch (SQLException e) {
                LOGGER.log(Level.DEBUG, "the database has rolled back by itself, with the connection", e);
            }
        }
    }
}
