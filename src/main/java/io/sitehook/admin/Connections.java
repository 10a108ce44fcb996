package io.sitehook.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections as they are now. */
public interface Connections {

    /**
     * One of them.
     *
     * @param activity {@code active}, {@code paused} or {@code deactivated}
     * @param source {@code file} if it stands in the settings, {@code page} if it was made there
     * @param hasSecret whether it can verify anything
     * @param silentSince when something came in last, if it has been silent for longer than its alarm allows; else null
     */
    record Known(
            String name,
            String activity,
            String source,
            boolean hasSecret,
            @Nullable Instant silentSince) {
        /** The same, silent since then. */
        public Known silentSince(@Nullable Instant since) {
            return new Known(name, activity, source, hasSecret, since);
        }
    }

    /** All, by name. */
    List<Known> all();
}
