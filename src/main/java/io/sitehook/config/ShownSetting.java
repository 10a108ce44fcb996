package io.sitehook.config;

/**
 * A setting as it may be shown to administrators.
 *
 * @param name its full name
 * @param value as it is written, or a mask in place of a secret
 * @param source where it stands, in words; {@code default} if nowhere
 */
public record ShownSetting(String name, String value, String source) {
    static final String MASK = "••••";
}
