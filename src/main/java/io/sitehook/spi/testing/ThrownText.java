package io.sitehook.spi.testing;

/** Text of what a handler threw. Its exceptions may throw again when they are asked for their message. */
final class ThrownText {
    private ThrownText() {}

    /** Class and message. */
    static String summary(Throwable thrown) {
        try {
            return String.valueOf(thrown.toString());
        } catch (Throwable e) {
            return thrown.getClass().getName() + " (its message can't be had: "
                    + e.getClass().getName() + ")";
        }
    }
}
