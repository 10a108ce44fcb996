package io.sitehook.users;

import java.util.Optional;

/**
 * A line of the file.
 *
 * @param name {@code [a-z0-9._@-]{1,64}}
 * @param role what the user may do
 * @param oneTime whether the password must be changed at the first login
 */
record Account(String name, Role role, boolean oneTime, PasswordHash hash) {
    private static final String ONE_TIME = "one-time";

    /** Reads the value of a line; empty if it can't be read. */
    static Optional<Account> parse(String name, String value) {
        String[] words = value.strip().split(" +", -1);
        Optional<Role> role = Role.ofWord(words[0]);
        boolean oneTime = words.length == 3 && words[1].equals(ONE_TIME);
        if (role.isEmpty() || !(words.length == 2 || oneTime)) {
            return Optional.empty();
        }
        return PasswordHash.parse(words[words.length - 1]).map(hash -> new Account(name, role.get(), oneTime, hash));
    }

    String value() {
        return role.word() + (oneTime ? " " + ONE_TIME : "") + " " + hash.text();
    }
}
