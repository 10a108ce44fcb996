package io.sitehook.store.sql;

import io.sitehook.store.Incoming;
import io.sitehook.store.Worklist.Routing;
import io.sitehook.store.Worklist.Unrouted;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides who gets what has just arrived, in the transaction that stores it, so that its row is written once. Where there
 * is one writer the deliveries are made in it too, and may be claimed as soon as the post is answered; while anything older
 * waits to be routed, what arrives waits behind it, so that the order of a project's events is kept. Where there are more
 * writers, deliveries are made under a lock that no post waits for, by {@link RouteEvents}.
 */
final class RouteArrivals {
    private static final System.Logger LOGGER = System.getLogger(RouteArrivals.class.getName());
    private static final String OLDER = "SELECT 1 FROM event WHERE state = 'RECEIVED' LIMIT 1";
    private static final String INSERTED = "SELECT seq FROM event WHERE seq > ? ORDER BY seq";

    private final boolean oneWriter;
    private final RouteEvents routeEvents;
    private final UnroutedEvents unroutedEvents;
    private final Dialect.Errors errors;
    private volatile @Nullable Routing routing;

    /** @param oneWriter whether deliveries are made by the same transactions that store events */
    RouteArrivals(Dialect dialect, boolean oneWriter) {
        this.oneWriter = oneWriter;
        routeEvents = new RouteEvents(dialect);
        unroutedEvents = new UnroutedEvents(dialect);
        errors = dialect.errors();
    }

    /** From any thread: how events are routed from the next transaction on; null: they are left for later. */
    void by(@Nullable Routing newRouting) {
        routing = newRouting;
    }

    /** Begins with a transaction's arrivals, before they are inserted; null if all are to be left for later. */
    @Nullable
    Arrivals begin(Connection connection) throws SQLException {
        Routing current = routing;
        if (current == null || (oneWriter && new Query(OLDER).number(connection) != null)) {
            return null;
        }
        return new Arrivals(current, oneWriter ? SqliteDialect.lastEvent(connection) : 0);
    }

    /** The arrivals of one transaction, in their order. */
    final class Arrivals {
        private final Routing current;
        private final long last;
        private final List<RouteEvents.@Nullable Routed> routed = new ArrayList<>();
        private final List<String> decided = new ArrayList<>();
        private boolean left;

        private Arrivals(Routing current, long last) {
            this.current = current;
            this.last = last;
        }

        /**
         * Decides who gets an event; its place in the order is known later.
         *
         * @param id the event's
         * @param deliverable false: it is a duplicate, ignored or unreadable
         * @return null if it is for nobody, or left for later
         */
        RouteEvents.@Nullable Routed route(InsertEvents.Arrival arrival, String id, boolean deliverable) {
            RouteEvents.Routed one = deliverable && arrival.incoming().content() instanceof Incoming.Parsed parsed
                    ? routed(arrival, parsed)
                    : null;
            routed.add(one);
            if (one != null) {
                decided.add(id);
            }
            return one;
        }

        private RouteEvents.@Nullable Routed routed(InsertEvents.Arrival arrival, Incoming.Parsed parsed) {
            // It failed for one before this one, or the server stops: the rest stays behind that one.
            left |= routing == null;
            if (left) {
                return null;
            }
            try {
                return new RouteEvents.Routed(
                        new RouteEvents.Row(
                                0,
                                arrival.incoming().connection(),
                                parsed.projectId(),
                                parsed.event(),
                                parsed.workflowState(),
                                arrival.millis()),
                        current.targets(new Unrouted(parsed.event(), parsed.workflowState())));
            } catch (RuntimeException e) {
                giveUp(e);
                left = true;
                return null;
            }
        }

        /** After the insert: makes the deliveries, or notes down that they are to be made. */
        void settle(Connection connection) throws SQLException {
            if (oneWriter) {
                open(connection);
            } else {
                unroutedEvents.add(connection, decided);
            }
        }

        /**
         * Makes the deliveries. If something is wrong with them, and not with the database, the events are left for later,
         * and so are all that follow.
         */
        private void open(Connection connection) throws SQLException {
            try {
                List<Long> numbers = new Query(INSERTED, last).list(connection, row -> row.getLong(1));
                List<RouteEvents.Routed> inserted = new ArrayList<>();
                for (int i = 0; i < routed.size(); i++) {
                    RouteEvents.Routed one = routed.get(i);
                    if (one != null) {
                        inserted.add(one.at(numbers.get(i)));
                    }
                }
                routeEvents.open(connection, inserted);
            } catch (SQLException e) {
                if (!errors.isFaultOfTheWork(e)) {
                    throw e;
                }
                leave(connection, e);
            } catch (RuntimeException e) {
                leave(connection, e);
            }
        }

        private void leave(Connection connection, Exception reason) throws SQLException {
            giveUp(reason);
            new Query("DELETE FROM delivery WHERE event > ?", last).update(connection);
            new Query(
                            "UPDATE event SET state = 'RECEIVED', reason = NULL"
                                    + " WHERE seq > ? AND state IN ('ROUTED', 'PARKED')",
                            last)
                    .update(connection);
        }
    }

    /** A mistake of ours is no reason to refuse a post; the dispatcher, which tries it again, says what goes wrong. */
    private void giveUp(Exception e) {
        routing = null;
        LOGGER.log(
                Level.ERROR, "events can't be routed while they are stored; until the next start it is done later", e);
    }
}
