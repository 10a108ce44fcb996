package io.sitehook.config;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Judges the URL of a subscription by its text, before anything is looked up. */
public final class TargetUrl {
    private static final int LONGEST = 2_000;
    private static final int HIGHEST_PORT = 65_535;
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern FOUR_DECIMALS = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    /** What some resolver would take for an IPv4 address: the last part is a number, of any base. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    private TargetUrl() {}

    /**
     * What is wrong with a URL.
     *
     * @param url the URL as written
     * @return in words, to stand behind "it"; null if nothing is
     */
    public static @Nullable String problem(URI url) {
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            return "does not begin with https:// or http://";
        }
        String host = url.getHost();
        if (host == null || host.isEmpty() || url.toString().length() > LONGEST) {
            return "has no host name that can be read, or is too long";
        }
        if (url.getRawUserInfo() != null) {
            return "has a user name or password in it";
        }
        if (url.getRawFragment() != null) {
            return "has a # in it";
        }
        if (url.getPort() == 0 || url.getPort() > HIGHEST_PORT) {
            return "has a port that does not exist";
        }
        if (host.contains("%")) {
            return "has an address with a zone in it";
        }
        if (ENDS_IN_NUMBER.matcher(host).matches()
                && !FOUR_DECIMALS.matcher(host).matches()) {
            return "has an address in a form that is read differently here and there; write four decimal numbers";
        }
        return null;
    }
}
