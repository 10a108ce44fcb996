package io.sitehook.admin;

import io.sitehook.store.Repairs.JobRow;
import java.time.Instant;
import java.util.Locale;

/**
 * A job.
 *
 * @param total how much there was to do when it began
 * @param skipped deliveries that were in no state for it
 * @param state {@code running}, {@code finished}, {@code cancelled} or {@code failed}
 */
public record JobView(
        String id, String action, long total, long done, long skipped, String state, String by, Instant at) {

    static JobView of(JobRow row) {
        return new JobView(
                row.id(),
                row.action(),
                row.total(),
                row.done(),
                row.skipped(),
                row.state().toLowerCase(Locale.ROOT),
                row.by(),
                row.at());
    }
}
