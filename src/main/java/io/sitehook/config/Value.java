package io.sitehook.config;

/**
 * One value that was set, and where.
 *
 * @param setting which setting of the catalogue it is
 * @param name its full name
 * @param origin the source that gave it, in words, for example {@code environment variable SITEHOOK_HOME}
 * @param text the value as it stands there
 */
record Value(Setting setting, String name, String origin, String text) {

    /** The name and the origin, never the value. */
    @Override
    public String toString() {
        return name + " (" + origin + ")";
    }
}
