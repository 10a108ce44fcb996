package io.sitehook.users;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/** Makes one-time passwords, and judges those that people choose. */
final class Passwords {
    /** No letter that looks like another, or like a digit. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 5;
    private static final int GROUP_LENGTH = 5;
    private static final int SHORTEST = 12;
    private static final int LONGEST = 200;

    private Passwords() {}

    /** A random one of about 120 bits, in groups that can be read out. */
    static String oneTime() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
            if (i > 0 && i % GROUP_LENGTH == 0) {
                password.append('-');
            }
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    /** What is wrong with a new password, in words; empty if nothing is. */
    static Optional<String> problem(String user, String current, String next) {
        if (next.length() < SHORTEST) {
            return Optional.of("The new password needs " + SHORTEST + " characters or more.");
        }
        if (next.length() > LONGEST) {
            return Optional.of("The new password may have " + LONGEST + " characters at most.");
        }
        if (next.equals(current)) {
            return Optional.of("The new password is the present one.");
        }
        if (next.chars().distinct().count() < 5
                || next.toLowerCase(Locale.ROOT).replace(user, "").length() < SHORTEST / 2) {
            return Optional.of("The new password is too easy to guess.");
        }
        return Optional.empty();
    }
}
