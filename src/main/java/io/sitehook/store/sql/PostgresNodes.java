package io.sitehook.store.sql;

import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.Nodes;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.WakeUp;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The servers on one PostgreSQL database, as one of them sees them. */
final class PostgresNodes implements Nodes, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(PostgresNodes.class.getName());

    /** A server that is away for longer is forgotten: nothing more is routed to handlers that it alone had. */
    static final Duration REMEMBERED = Duration.ofHours(24);

    private static final Duration ALIVE = Duration.ofSeconds(20);

    private static final String HANDLERS = """
            SELECT h.node, h.handler, h.kind, h.states, h.all_states, h.latest, h.version
            FROM node_handler h JOIN node n ON n.name = h.node""";
    private static final String INSERT = """
            INSERT INTO node_handler (node, handler, kind, states, all_states, latest, version)
            SELECT ?, ?, ?, ?, ?, ?, ?""";
    private static final String TURN = """
            INSERT INTO turn (work, node, lease_until) VALUES (?, ?, ?)
            ON CONFLICT (work) DO UPDATE SET node = excluded.node, lease_until = excluded.lease_until
            WHERE turn.node = excluded.node OR turn.lease_until < ?""";

    private final PostgresStore.Self self;
    private final Presence presence;
    private volatile List<Handler> elsewhere = List.of();
    private @Nullable Over over;

    /** What it works over, once there is a store. */
    private record Over(
            GroupCommit work, Readers readers, PausedHandlers paused, PostgresDialect dialect, Clock clock) {}

    PostgresNodes(PostgresSource source, PostgresStore.Self self, WakeUp wakeUp, Runnable configurationChanged) {
        this.self = self;
        presence = new Presence(source, self, new Presence.Listener() {
            @Override
            public void heard(Set<Dialect.Topic> topics) {
                if (topics.contains(Dialect.Topic.PAUSES)) {
                    over().paused.read();
                }
                if (topics.contains(Dialect.Topic.HANDLERS)) {
                    readElsewhere();
                }
                if (topics.contains(Dialect.Topic.CONFIGURATION)) {
                    configurationChanged.run();
                }
                wakeUp.ring();
            }
        });
    }

    /**
     * Takes the name.
     *
     * @throws StoreUnavailableException if another server has it
     */
    void enter() throws SQLException {
        presence.enter();
    }

    /** Begins to listen. */
    PostgresNodes over(GroupCommit work, Readers readers, PausedHandlers paused, PostgresDialect dialect, Clock clock) {
        over = new Over(work, readers, paused, dialect, clock);
        readElsewhere();
        presence.start();
        return this;
    }

    private Over over() {
        return Objects.requireNonNull(over);
    }

    @Override
    public String self() {
        return self.name();
    }

    @Override
    public CompletableFuture<Void> register(Collection<Handler> handlers) {
        List<Handler> all = List.copyOf(handlers);
        return Step.submit(
                        over().work,
                        connection -> {
                            new Query("DELETE FROM node_handler WHERE node = ?", self.name()).update(connection);
                            insert(connection, all);
                            over().dialect.announce(connection, Dialect.Topic.HANDLERS);
                            return all.size();
                        },
                        null)
                .thenAccept(count -> {});
    }

    private void insert(Connection connection, List<Handler> all) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Handler handler : all) {
                insert.setString(1, self.name());
                insert.setString(2, handler.name());
                insert.setString(3, handler.kind());
                insert.setString(4, text(handler.states()));
                insert.setInt(5, handler.states().includesAll() ? 1 : 0);
                insert.setInt(6, handler.latest() ? 1 : 0);
                insert.setString(7, handler.version());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Each code is followed by the end of its line; an empty line stands for status changes without a state. */
    private static String text(WorkflowStates states) {
        StringBuilder text = new StringBuilder(states.includesWithoutState() ? "\n" : "");
        new TreeSet<>(states.codes()).forEach(code -> text.append(code).append('\n'));
        return text.toString();
    }

    private static WorkflowStates states(String text, boolean all) {
        WorkflowStates states = all ? WorkflowStates.all() : null;
        for (String code : text.lines().toList()) {
            WorkflowStates one = code.isEmpty() ? WorkflowStates.withoutState() : WorkflowStates.of(code);
            states = states == null ? one : states.and(one);
        }
        return states == null ? WorkflowStates.withoutState() : states;
    }

    private static Handler handler(ResultSet row) throws SQLException {
        return new Handler(
                row.getString(2),
                row.getString(3),
                states(row.getString(4), row.getInt(5) == 1),
                row.getInt(6) == 1,
                row.getString(7));
    }

    private void readElsewhere() {
        long since = over().clock.millis() - REMEMBERED.toMillis();
        elsewhere = over().readers
                .read(connection -> new Query(HANDLERS + " WHERE n.name <> ? AND n.seen_at > ?", self.name(), since)
                        .list(connection, PostgresNodes::handler));
    }

    @Override
    public List<Handler> elsewhere() {
        return elsewhere;
    }

    @Override
    public List<Node> all() {
        long alive = over().clock.millis() - ALIVE.toMillis();
        return over().readers.read(connection -> {
            Map<String, List<Handler>> handlers = new HashMap<>();
            new Query(HANDLERS + " ORDER BY h.handler")
                    .each(
                            connection,
                            row -> handlers.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                                    .add(handler(row)));
            return new Query("SELECT name, version, started_at, seen_at FROM node ORDER BY name")
                    .list(
                            connection,
                            row -> new Node(
                                    row.getString(1),
                                    row.getString(2),
                                    Query.instant(row, 3),
                                    Query.instant(row, 4),
                                    row.getLong(4) > alive,
                                    row.getString(1).equals(self.name()),
                                    List.copyOf(handlers.getOrDefault(row.getString(1), List.of()))));
        });
    }

    @Override
    public boolean isMyTurn(String work, Duration time) {
        try {
            return Step.submit(
                            over().work,
                            connection -> {
                                long now = over().clock.millis();
                                return new Query(TURN, work, self.name(), now + time.toMillis(), now).update(connection)
                                        == 1;
                            },
                            null)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreUnavailableException) {
                LOGGER.log(Level.DEBUG, "nobody knows whose turn it is", e);
                return false;
            }
            throw e;
        }
    }

    @Override
    public long storedHere() {
        List<Long> stored = over().readers
                .read(connection -> new Query("SELECT stored FROM node_total WHERE node = ?", self.name())
                        .list(connection, row -> row.getLong(1)));
        return stored.isEmpty() ? 0 : stored.get(0);
    }

    @Override
    public void close() {
        presence.close();
    }
}
