package io.sitehook.admin;

import java.time.Instant;

/** The answers that told a sender that its post is stored. */
public interface Acknowledgements {

    /**
     * Counts on both sides, since a time.
     *
     * @param answered answers given
     * @param committed posts that are stored
     */
    record Audit(long answered, long committed, Instant since) {}

    /** Compares. */
    Audit audit();
}
