package io.sitehook.config;

import io.sitehook.config.ConnectionForm.Wrong;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link ConnectionForm} that is about SiteCapture's REST API, the sweep and the silence alarm. Prints no
 * secret.
 *
 * @param restUser empty: there is no access, and the rest of it is not used
 * @param restPassword null if there is none yet
 * @param sweepIntervalSeconds 0: it is not swept
 * @param sweepStates which values of a project's status are taken for its workflow state
 * @param silenceAlarmSeconds 0: it is never called silent
 */
public record FetchForm(
        String restUrl,
        String restUser,
        @Nullable Secret restPassword,
        String restZone,
        int restConcurrency,
        int restRequestsPerSecond,
        int sweepIntervalSeconds,
        List<String> sweepStates,
        int silenceAlarmSeconds) {
    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}");
    private static final int MOST_AT_ONCE = 64;
    private static final int MOST_IN_A_SECOND = 1_000;
    private static final int LONGEST = 1_024;
    private static final int MINUTE = 60;
    private static final int WEEK = (int) Duration.ofDays(7).toSeconds();
    private static final int YEAR = (int) Duration.ofDays(365).toSeconds();

    /** As it begins: no access, no sweep, no alarm; the rest as the settings have it by default. */
    public static final FetchForm EMPTY = new FetchForm(
            Setting.REST_URL.standard(),
            "",
            null,
            Setting.REST_ZONE.standard(),
            Integer.parseInt(Setting.REST_CONCURRENCY.standard()),
            Integer.parseInt(Setting.REST_RATE.standard()),
            0,
            List.of(),
            0);

    void check(List<Wrong> wrong, boolean hasApiKey) {
        checkAccess(wrong, hasApiKey);
        range(wrong, "restConcurrency", restConcurrency, 1, MOST_AT_ONCE);
        range(wrong, "restRequestsPerSecond", restRequestsPerSecond, 1, MOST_IN_A_SECOND);
        ConnectionForm.checkCodes(wrong, "sweepStates", sweepStates);
        if (sweepIntervalSeconds != 0) {
            range(wrong, "sweepIntervalSeconds", sweepIntervalSeconds, MINUTE, WEEK);
            if (restUser.isEmpty()) {
                wrong.add(new Wrong("sweepIntervalSeconds", "needs restUser and what belongs to it"));
            }
            if (sweepStates.isEmpty()) {
                wrong.add(new Wrong(
                        "sweepStates",
                        "is needed: which values of a project's status are workflow states is not documented"));
            }
        }
        if (silenceAlarmSeconds != 0) {
            range(wrong, "silenceAlarmSeconds", silenceAlarmSeconds, MINUTE, YEAR);
        }
    }

    private void checkAccess(List<Wrong> wrong, boolean hasApiKey) {
        if (!isUrl(restUrl)) {
            wrong.add(new Wrong(
                    "restUrl", "must be an https URL with a host, perhaps a port and a path, and nothing else"));
        }
        try {
            ZoneId unused = ZoneId.of(restZone);
        } catch (DateTimeException e) {
            wrong.add(new Wrong("restZone", "must be " + Setting.REST_ZONE.allowed()));
        }
        if (restUser.isEmpty()) {
            return;
        }
        if (restUser.isBlank()
                || restUser.length() > LONGEST
                || restUser.chars().anyMatch(character -> character < ' ' || character == ':')) {
            wrong.add(new Wrong("restUser", "must be a user name without a colon"));
        }
        if (restPassword == null) {
            wrong.add(new Wrong("restPassword", "is needed beside restUser"));
        } else if (restPassword.reveal().length() > LONGEST
                || restPassword.reveal().chars().anyMatch(character -> character < ' ')) {
            wrong.add(new Wrong("restPassword", "is too long, or has a line end in it; paste it anew"));
        }
        if (!hasApiKey) {
            wrong.add(new Wrong("apiKey", "is needed beside restUser: the REST API asks for both"));
        }
    }

    /** Over http a password could be read on its way, so that only leads to the machine itself. */
    private static boolean isUrl(String text) {
        try {
            URI url = new URI(text);
            String host = url.getHost();
            boolean plain = "http".equals(url.getScheme());
            return host != null
                    && text.length() <= LONGEST
                    && (plain ? THIS_MACHINE.matcher(host).matches() : "https".equals(url.getScheme()))
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void range(List<Wrong> wrong, String field, int value, int least, int most) {
        if (value < least || value > most) {
            wrong.add(new Wrong(field, "must be from " + least + " to " + most));
        }
    }

    /** The access, empty if there is none, or its secrets can't be opened. */
    Optional<RestSettings> rest(@Nullable Secret apiKey) {
        if (restUser.isEmpty() || restPassword == null || apiKey == null) {
            return Optional.empty();
        }
        return Optional.of(new RestSettings(
                URI.create(restUrl),
                restUser,
                restPassword,
                apiKey,
                restConcurrency,
                restRequestsPerSecond,
                ZoneId.of(restZone)));
    }

    Optional<SweepSettings> sweep() {
        return sweepIntervalSeconds == 0
                ? Optional.empty()
                : Optional.of(new SweepSettings(Duration.ofSeconds(sweepIntervalSeconds), Set.copyOf(sweepStates)));
    }

    Optional<Duration> silenceAlarm() {
        return silenceAlarmSeconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(silenceAlarmSeconds));
    }

    /** The form that gives these. */
    static FetchForm of(ConnectionSettings settings) {
        Optional<RestSettings> rest = settings.rest();
        Optional<SweepSettings> sweep = settings.sweep();
        return new FetchForm(
                rest.map(access -> access.url().toString()).orElse(EMPTY.restUrl),
                rest.map(RestSettings::user).orElse(""),
                rest.map(RestSettings::password).orElse(null),
                rest.map(access -> access.zone().getId()).orElse(EMPTY.restZone),
                rest.map(RestSettings::concurrency).orElse(EMPTY.restConcurrency),
                rest.map(RestSettings::requestsPerSecond).orElse(EMPTY.restRequestsPerSecond),
                sweep.map(swept -> (int) swept.interval().toSeconds()).orElse(0),
                sweep.map(swept -> swept.states().stream().sorted().toList()).orElse(List.of()),
                settings.silenceAlarm().map(alarm -> (int) alarm.toSeconds()).orElse(0));
    }
}
