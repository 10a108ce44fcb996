package io.sitehook.config;

import io.sitehook.config.ConnectionSettings.Activity;
import io.sitehook.config.ConnectionSettings.Algorithm;
import io.sitehook.config.ConnectionSettings.SecretEncoding;
import io.sitehook.config.ConnectionSettings.SignatureEncoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection as a person fills it in, before it is checked. Words are those of the settings, in any case. Prints no
 * secret.
 *
 * @param hmacSecret null if there is none yet
 * @param hmacSecretPrevious null if there is none
 * @param apiKey null if it is not checked
 * @param fetch access to SiteCapture's REST API, the sweep and the silence alarm
 * @param retention how long its events are kept
 */
public record ConnectionForm(
        String name,
        @Nullable Secret hmacSecret,
        @Nullable Secret hmacSecretPrevious,
        @Nullable Secret apiKey,
        String hmacSecretEncoding,
        String hmacAlgorithm,
        String signatureEncoding,
        boolean allStates,
        boolean withoutState,
        List<String> states,
        String activity,
        int duplicateWindowSeconds,
        int unreadableAnswer,
        FetchForm fetch,
        RetentionForm retention) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final int WIDEST_WINDOW_SECONDS = 900;
    private static final int SHORTEST_KEY = 8;
    private static final int LONGEST_SECRET = 1_024;
    private static final int LONGEST_CODE = 200;
    private static final int MOST_CODES = 500;

    /**
     * What is wrong with a field.
     *
     * @param message goes on after the field's name
     */
    public record Wrong(String field, String message) {}

    /** A form as it begins: everything as the settings have it by default. */
    public static ConnectionForm empty(String name) {
        return new ConnectionForm(
                name,
                null,
                null,
                null,
                Setting.HMAC_SECRET_ENCODING.standard(),
                Setting.HMAC_ALGORITHM.standard(),
                Setting.SIGNATURE_ENCODING.standard(),
                true,
                true,
                List.of(),
                Setting.ACTIVITY.standard(),
                (int) ValueReader.standardDuration(Setting.DUPLICATE_WINDOW).toSeconds(),
                Integer.parseInt(Setting.UNREADABLE_ANSWER.standard()),
                FetchForm.EMPTY,
                RetentionForm.EMPTY);
    }

    /** All that is wrong; empty if {@link #settings()} can be called. */
    public List<Wrong> check() {
        List<Wrong> wrong = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            wrong.add(new Wrong("name", "must be 1 to 64 of a to z, 0 to 9 and -"));
        }
        choice(wrong, "hmacAlgorithm", Algorithm.class, hmacAlgorithm, Setting.HMAC_ALGORITHM);
        choice(wrong, "signatureEncoding", SignatureEncoding.class, signatureEncoding, Setting.SIGNATURE_ENCODING);
        choice(wrong, "activity", Activity.class, activity, Setting.ACTIVITY);
        Optional<SecretEncoding> encoding = choice(
                wrong, "hmacSecretEncoding", SecretEncoding.class, hmacSecretEncoding, Setting.HMAC_SECRET_ENCODING);
        checkSecret(wrong, "hmacSecret", hmacSecret, encoding);
        checkSecret(wrong, "hmacSecretPrevious", hmacSecretPrevious, encoding);
        if (apiKey != null) {
            checkText(wrong, "apiKey", apiKey.reveal());
        }
        checkStates(wrong);
        if (duplicateWindowSeconds < 0 || duplicateWindowSeconds > WIDEST_WINDOW_SECONDS) {
            wrong.add(new Wrong("duplicateWindowSeconds", "must be from 0 to " + WIDEST_WINDOW_SECONDS));
        }
        if (unreadableAnswer != 200 && unreadableAnswer != 400) {
            wrong.add(new Wrong("unreadableAnswer", "must be 200 or 400"));
        }
        fetch.check(wrong, apiKey != null);
        retention.check(wrong);
        return wrong;
    }

    private static void checkSecret(
            List<Wrong> wrong, String field, @Nullable Secret secret, Optional<SecretEncoding> encoding) {
        if (secret == null || !checkText(wrong, field, secret.reveal()) || encoding.isEmpty()) {
            return;
        }
        try {
            if (SecretDecoder.bytes(secret, encoding.get()).length < SHORTEST_KEY) {
                wrong.add(new Wrong(field, "is too short to protect anything; 24 characters or more are safe"));
            }
        } catch (IllegalArgumentException e) {
            wrong.add(new Wrong(field, "is not written as hmacSecretEncoding says"));
        }
    }

    private static boolean checkText(List<Wrong> wrong, String field, String text) {
        int before = wrong.size();
        if (text.isBlank()) {
            wrong.add(new Wrong(field, "is empty"));
        } else if (text.length() > LONGEST_SECRET) {
            wrong.add(new Wrong(field, "is longer than " + LONGEST_SECRET + " characters, so it is no secret"));
        } else if (Placeholders.isPlaceholder(text)) {
            wrong.add(new Wrong(field, "is a placeholder, not a secret"));
        } else if (text.chars().anyMatch(character -> character < ' ')) {
            wrong.add(new Wrong(field, "has a line end or another control character in it; paste it anew"));
        } else if (!text.equals(text.strip())) {
            wrong.add(new Wrong(field, "begins or ends with a blank; paste it anew"));
        }
        return wrong.size() == before;
    }

    private void checkStates(List<Wrong> wrong) {
        if (!checkCodes(wrong, "states", states)) {
            return;
        }
        if (!allStates && !withoutState && states.isEmpty()) {
            wrong.add(new Wrong("states", "selects nothing: choose ALL, a workflow state, or those without one"));
        }
    }

    static boolean checkCodes(List<Wrong> wrong, String field, List<String> codes) {
        int before = wrong.size();
        if (codes.size() > MOST_CODES) {
            wrong.add(new Wrong(field, "are more than " + MOST_CODES));
        }
        if (codes.stream()
                .anyMatch(code -> code.isBlank() || code.length() > LONGEST_CODE || !code.equals(code.strip()))) {
            wrong.add(new Wrong(
                    field, "has an entry that is no code: 1 to " + LONGEST_CODE + " characters, no blanks around it"));
        }
        return wrong.size() == before;
    }

    private static <E extends Enum<E>> Optional<E> choice(
            List<Wrong> wrong, String field, Class<E> type, String text, Setting setting) {
        Optional<E> chosen = ValueReader.constant(type, text);
        if (chosen.isEmpty()) {
            wrong.add(new Wrong(field, "must be " + setting.allowed()));
        }
        return chosen;
    }

    /**
     * The connection.
     *
     * @throws java.util.NoSuchElementException if the form was not checked
     */
    public ConnectionSettings settings() {
        Set<String> codes = allStates ? Set.of() : Set.copyOf(new LinkedHashSet<>(states));
        return new ConnectionSettings(
                name,
                Optional.ofNullable(hmacSecret),
                Optional.ofNullable(hmacSecretPrevious),
                ValueReader.constant(SecretEncoding.class, hmacSecretEncoding).orElseThrow(),
                ValueReader.constant(Algorithm.class, hmacAlgorithm).orElseThrow(),
                ValueReader.constant(SignatureEncoding.class, signatureEncoding).orElseThrow(),
                Optional.ofNullable(apiKey),
                allStates,
                allStates || withoutState,
                codes,
                ValueReader.constant(Activity.class, activity).orElseThrow(),
                Duration.ofSeconds(duplicateWindowSeconds),
                unreadableAnswer,
                fetch.rest(apiKey),
                fetch.sweep(),
                fetch.silenceAlarm(),
                retention.retention());
    }

    /** The form that gives this connection. */
    public static ConnectionForm of(ConnectionSettings settings) {
        return new ConnectionForm(
                settings.name(),
                settings.hmacSecret().orElse(null),
                settings.hmacSecretPrevious().orElse(null),
                settings.apiKey().orElse(null),
                word(settings.hmacSecretEncoding()),
                word(settings.hmacAlgorithm()),
                word(settings.signatureEncoding()),
                settings.allStates(),
                settings.withoutState(),
                settings.states().stream().sorted().toList(),
                word(settings.activity()),
                (int) settings.duplicateWindow().toSeconds(),
                settings.unreadableAnswer(),
                FetchForm.of(settings),
                RetentionForm.of(settings.retention()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
