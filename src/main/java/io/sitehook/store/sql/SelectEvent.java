package io.sitehook.store.sql;

import io.sitehook.store.Ledger.DeliveryDetail;
import io.sitehook.store.Ledger.EventDetail;
import io.sitehook.store.Ledger.EventRow;
import io.sitehook.store.Ledger.Run;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one event with its deliveries and their runs. */
final class SelectEvent {
    private static final String REST =
            "SELECT body, body_sha256, signature, remote_address, content_type, user_agent, traceparent FROM event"
                    + " WHERE seq = ?";
    private static final String DELIVERIES = """
            SELECT id, handler, state, head, attempts, failures, crashes, due_at, finished_at, discard_reason
            FROM delivery WHERE event = ? ORDER BY handler""";
    private static final String RUNS = """
            SELECT a.delivery, a.number, a.started_at, a.finished_at, a.outcome, a.text, a.error, a.thread_dump, a.unit,
                a.unit_version, a.unit_sha256, a.node, a.replayed_by
            FROM delivery d JOIN attempt a ON a.delivery = d.id WHERE d.event = ? ORDER BY a.delivery, a.number""";

    private SelectEvent() {}

    static Optional<EventDetail> byId(Connection connection, String id) throws SQLException {
        Long seq = new Query("SELECT seq FROM event WHERE id = ?", id).number(connection);
        if (seq == null) {
            return Optional.empty();
        }
        Map<Long, List<Run>> runs = new HashMap<>();
        new Query(RUNS, seq)
                .each(
                        connection,
                        row -> runs.computeIfAbsent(row.getLong(1), delivery -> new ArrayList<>())
                                .add(run(row)));
        List<DeliveryDetail> deliveries = new Query(DELIVERIES, seq)
                .list(connection, row -> delivery(row, runs.getOrDefault(row.getLong(1), List.of())));
        List<EventRow> lines = EventRows.of(connection, List.of(seq));
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(new Query(REST, seq)
                .first(
                        connection,
                        row -> new EventDetail(
                                lines.get(0),
                                row.getBytes(1),
                                HexFormat.of().formatHex(row.getBytes(2)),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                deliveries)));
    }

    private static DeliveryDetail delivery(ResultSet row, List<Run> runs) throws SQLException {
        return new DeliveryDetail(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getInt(5),
                row.getInt(6),
                row.getInt(7),
                Query.instant(row, 8),
                Query.instantOrNull(row, 9),
                row.getString(10),
                List.copyOf(runs));
    }

    private static Run run(ResultSet row) throws SQLException {
        return new Run(
                row.getInt(2),
                Query.instant(row, 3),
                Query.instantOrNull(row, 4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13));
    }
}
