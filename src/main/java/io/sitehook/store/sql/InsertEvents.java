package io.sitehook.store.sql;

import io.sitehook.store.Incoming;
import io.sitehook.store.Receipt;
import io.sitehook.store.Receipt.Result;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Inserts what has arrived, one row each, and tells duplicates. Runs on the writer's thread only. */
final class InsertEvents implements GroupCommit.Work<InsertEvents.Arrival, Receipt> {
    private static final String INSERT = """
            INSERT INTO event (id, connection, received_at, state, project_id, kind, status, workflow_state, body,
                body_sha256, duplicate_of, repeat_of, reason, signature, remote_address, content_type, user_agent,
                hops, traceparent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final UuidV7 ids;
    private final Dialect dialect;
    private final RouteArrivals routeArrivals;

    InsertEvents(UuidV7 ids, Dialect dialect, RouteArrivals routeArrivals) {
        this.ids = ids;
        this.dialect = dialect;
        this.routeArrivals = routeArrivals;
    }

    /**
     * A request that came in.
     *
     * @param millis when, milliseconds since 1970
     */
    record Arrival(Incoming incoming, long millis) {
        @Nullable
        Project project() {
            return incoming.content() instanceof Incoming.Parsed parsed
                    ? new Project(incoming.connection(), parsed.projectId())
                    : null;
        }
    }

    @Override
    public List<Receipt> run(Connection connection, List<Arrival> arrivals) throws SQLException {
        List<Receipt> receipts = new ArrayList<>(arrivals.size());
        Tally tally = new Tally();
        Set<Project> projects = projects(arrivals);
        dialect.lockProjects(connection, projects);
        LatestEvents latest = new LatestEvents(connection, dialect, projects);
        RouteArrivals.Arrivals routed = routeArrivals.begin(connection);
        boolean work = false;
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Arrival arrival : arrivals) {
                Receipt receipt = add(insert, latest, routed, arrival);
                receipts.add(receipt);
                tally.add(arrival.incoming().connection(), arrival.millis(), receipt.event(), receipt.result());
                work |= receipt.result() == Result.STORED;
            }
            insert.executeBatch();
        }
        if (routed != null) {
            routed.settle(connection);
        }
        tally.write(connection);
        dialect.storedHere(connection, arrivals.size());
        if (work) {
            dialect.announce(connection, Dialect.Topic.WORK);
        }
        return receipts;
    }

    private static Set<Project> projects(List<Arrival> arrivals) {
        Set<Project> projects = new LinkedHashSet<>();
        for (Arrival arrival : arrivals) {
            Project project = arrival.project();
            if (project != null) {
                projects.add(project);
            }
        }
        return projects;
    }

    private Receipt add(
            PreparedStatement insert,
            LatestEvents latestEvents,
            RouteArrivals.@Nullable Arrivals routed,
            Arrival arrival)
            throws SQLException {
        Incoming incoming = arrival.incoming();
        String id = ids.next(arrival.millis()).toString();
        Result result = Result.UNREADABLE;
        String duplicateOf = null;
        String repeatOf = null;
        Project project = arrival.project();
        if (project != null) {
            LatestEvents.Latest latest = latestEvents.before(project);
            result = incoming.selected() ? Result.STORED : Result.IGNORED;
            if (latest != null && result == Result.STORED && latest.hasTheBytesOf(incoming)) {
                if (latest.isSameRequest(arrival.millis(), incoming.duplicateWindow())) {
                    result = Result.DUPLICATE;
                    duplicateOf = latest.id();
                } else {
                    repeatOf = latest.id();
                }
            }
            if (result != Result.DUPLICATE) {
                latestEvents.add(
                        project,
                        new LatestEvents.Latest(id, arrival.millis(), incoming.bodySha256(), result == Result.STORED));
            }
        }
        RouteEvents.Routed route = routed == null ? null : routed.route(arrival, id, result == Result.STORED);
        bind(insert, arrival, id, result, route, duplicateOf, repeatOf);
        insert.addBatch();
        return new Receipt(id, result);
    }

    private static void bind(
            PreparedStatement insert,
            Arrival arrival,
            String id,
            Result result,
            RouteEvents.@Nullable Routed route,
            @Nullable String duplicateOf,
            @Nullable String repeatOf)
            throws SQLException {
        Incoming incoming = arrival.incoming();
        Incoming.Parsed parsed = incoming.content() instanceof Incoming.Parsed p ? p : null;
        insert.setString(1, id);
        insert.setString(2, incoming.connection());
        insert.setLong(3, arrival.millis());
        insert.setString(4, route != null ? route.becomes() : result == Result.STORED ? "RECEIVED" : result.name());
        insert.setString(5, parsed == null ? null : parsed.projectId());
        insert.setString(6, parsed == null ? null : parsed.event());
        insert.setString(7, parsed == null ? null : parsed.status());
        insert.setString(8, parsed == null ? null : parsed.workflowState());
        insert.setBytes(9, incoming.body());
        insert.setBytes(10, incoming.bodySha256());
        insert.setString(11, duplicateOf);
        insert.setString(12, repeatOf);
        insert.setString(
                13,
                incoming.content() instanceof Incoming.Unreadable unreadable
                        ? unreadable.reason()
                        : route != null ? route.reason() : null);
        insert.setString(14, incoming.signature());
        insert.setString(15, incoming.origin().remoteAddress());
        insert.setString(16, incoming.origin().contentType());
        insert.setString(17, incoming.origin().userAgent());
        insert.setString(18, incoming.origin().hops());
        insert.setString(19, incoming.origin().traceparent());
    }
}
