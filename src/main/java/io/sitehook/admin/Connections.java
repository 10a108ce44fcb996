package io.sitehook.admin;

import java.util.List;

/** The connections as they are now. */
public interface Connections {

    /**
     * One of them.
     *
     * @param activity {@code active}, {@code paused} or {@code deactivated}
     * @param source {@code file} if it stands in the settings, {@code page} if it was made there
     * @param hasSecret whether it can verify anything
     */
    record Known(String name, String activity, String source, boolean hasSecret) {}

    /** All, by name. */
    List<Known> all();
}
