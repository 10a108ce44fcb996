package io.sitehook.builtin.archive;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Names of files and folders, made of text from outside: readable, safe, and different for different texts. */
final class Names {
    private static final int LONGEST = 60;
    private static final int DIGEST = 10;
    /** Names that Windows keeps for devices, whatever follows after a dot. */
    private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])");

    private Names() {}

    /**
     * Letters, digits, hyphens and underscores stay. Whatever else is there becomes a hyphen, and then, or if it is too
     * long or means something to a system, a piece of the text's digest follows after a {@code ~}.
     */
    static String of(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9_-]", "-");
        String cut = plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
        boolean same = cut.equals(text)
                && !text.isEmpty()
                && !text.startsWith("-")
                && !DEVICE.matcher(text).matches();
        String digest = Hex.sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST);
        return same ? text : cut + "~" + digest;
    }
}
