package io.sitehook.users;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a user may do. */
public enum Role {
    /** See and change. */
    ADMIN,
    /** See. */
    VIEWER;

    /** The word for it in the file and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of the role in {@code web.xml}. */
    public String inWebXml() {
        return "sitehook-" + word();
    }

    /** The role of this word, empty if there is none. */
    public static Optional<Role> ofWord(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
