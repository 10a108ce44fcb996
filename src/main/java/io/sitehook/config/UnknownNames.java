package io.sitehook.config;

import java.util.Locale;
import java.util.Optional;

/** Judges names that may not be in the catalogue. */
final class UnknownNames {
    private static final String TESTS = "sitehook.test.";

    private final Problems problems;

    UnknownNames(Problems problems) {
        this.problems = problems;
    }

    /** Whether a system property or context parameter is meant for us. */
    static boolean isOurs(String name) {
        return name.regionMatches(true, 0, SettingCatalogue.PREFIX, 0, SettingCatalogue.PREFIX.length())
                && !name.startsWith(TESTS);
    }

    /** Whether the name is known; adds a problem if not. */
    boolean known(String name, String origin) {
        Optional<SettingCatalogue.Match> match = SettingCatalogue.match(name);
        if (match.isEmpty()) {
            problems.add(shown(name) + " (" + origin + "): there is no such setting" + hint(name));
            return false;
        }
        if (!match.get().ownerAllowed()) {
            problems.add(shown(name) + " (" + origin + "): a connection or handler can't have the name "
                    + Problems.shown(match.get().owner()) + "; allowed: 1 to 64 of a to z, 0 to 9 and -");
            return false;
        }
        return true;
    }

    /** Kubernetes and others put variables there that only look like ours, so it is odd and no more. */
    void variable(String variable) {
        problems.warn(Problems.escaped(variable) + " (environment variable) is no setting of Sitehook and is ignored"
                + SettingCatalogue.nearest(variable.toLowerCase(Locale.ROOT).replace('_', '.'))
                        .map(name -> "; did you mean " + EnvironmentNames.variable(name) + "?")
                        .orElse(""));
    }

    private static String hint(String name) {
        return SettingCatalogue.nearest(name)
                .map(known -> "; did you mean " + known + "?")
                .orElse("; the README lists all settings");
    }

    /**
     * A name for a message. A name that is not of our form may be a piece of a secret that was broken over two lines, so
     * it is not shown.
     */
    static String shown(String name) {
        if (name.regionMatches(true, 0, SettingCatalogue.PREFIX, 0, SettingCatalogue.PREFIX.length())
                || SettingCatalogue.nearest(name).isPresent()) {
            return Problems.escaped(name);
        }
        return "a name of " + name.length() + " characters that does not begin with " + SettingCatalogue.PREFIX
                + " (not shown: it may be a piece of a secret)";
    }
}
