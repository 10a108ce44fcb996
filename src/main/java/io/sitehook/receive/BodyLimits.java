package io.sitehook.receive;

import java.time.Duration;

/**
 * How much body is taken.
 *
 * @param bytes the longest body
 * @param timeout the time in which all of it must have come, from the end of the headers
 */
public record BodyLimits(int bytes, Duration timeout) {
    /** 64 KiB in 10 seconds. */
    public static final BodyLimits DEFAULT = new BodyLimits(64 * 1024, Duration.ofSeconds(10));
}
