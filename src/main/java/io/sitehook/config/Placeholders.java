package io.sitehook.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Texts that stand where a secret should be put in, copied from an example and never replaced. */
final class Placeholders {
    private static final Set<String> WORDS = Set.of(
            "apikey",
            "changeit",
            "changeme",
            "changethis",
            "default",
            "dummy",
            "example",
            "examplesecret",
            "foobar",
            "hmacsecret",
            "hmacsharedsecret",
            "insertsecrethere",
            "mysecret",
            "none",
            "null",
            "password",
            "placeholder",
            "replaceme",
            "replacethis",
            "secret",
            "sharedsecret",
            "supersecret",
            "tbd",
            "test",
            "todo",
            "undefined",
            "yourapikey",
            "yourhmacsecret",
            "yourhmacsharedsecret",
            "yourkey",
            "yourpassword",
            "yoursecret",
            "yoursecrethere",
            "yoursharedsecret");
    private static final Pattern BRACKETS = Pattern.compile("<.*>|\\$\\{.*}|\\{\\{.*}}|\\$\\(.*\\)|%.*%|\\[.*]|@.*@");
    private static final Pattern REPEATED = Pattern.compile("(.)\\1*");

    private Placeholders() {}

    /** Whether the text is one. Case, blanks, {@code -}, {@code _} and a dot or exclamation mark don't matter. */
    static boolean isPlaceholder(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        return WORDS.contains(word.replaceAll("[-_ .!]", ""))
                || BRACKETS.matcher(word).matches()
                || REPEATED.matcher(word).matches();
    }
}
