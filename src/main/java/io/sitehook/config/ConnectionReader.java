package io.sitehook.config;

import io.sitehook.config.ConnectionSettings.Activity;
import io.sitehook.config.ConnectionSettings.Algorithm;
import io.sitehook.config.ConnectionSettings.SecretEncoding;
import io.sitehook.config.ConnectionSettings.SignatureEncoding;
import io.sitehook.config.SecretReader.Found;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;

/** Reads the settings of one connection. */
final class ConnectionReader {
    private static final Duration WIDEST_WINDOW = Duration.ofMinutes(15);

    private final ValueReader values;
    private final SecretReader secrets;
    private final Problems problems;
    private final RestReader rest;
    private final SweepReader sweeps;
    private final RetentionReader retention;

    ConnectionReader(ValueReader values, SecretReader secrets, Problems problems) {
        this.values = values;
        this.secrets = secrets;
        this.problems = problems;
        this.rest = new RestReader(values, secrets, problems);
        this.sweeps = new SweepReader(values, problems);
        this.retention = new RetentionReader(values, problems);
    }

    ConnectionSettings read(String name) {
        Optional<Found> secret = secrets.find(Setting.HMAC_SECRET, Setting.HMAC_SECRET_FILE, name);
        Optional<Found> previous = secrets.find(Setting.HMAC_SECRET_PREVIOUS, Setting.HMAC_SECRET_PREVIOUS_FILE, name);
        int before = problems.problems().size();
        SecretEncoding encoding = choice(Setting.HMAC_SECRET_ENCODING, name, SecretEncoding.class);
        if (problems.problems().size() == before) {
            secret.ifPresent(found -> secrets.checkKey(found, encoding));
            previous.ifPresent(found -> secrets.checkKey(found, encoding));
        }
        Activity activity = choice(Setting.ACTIVITY, name, Activity.class);
        warn(name, secret, previous, activity);
        States states = values.find(Setting.STATES, Setting.STATES.named(name))
                .map(value -> States.parse(value, problems))
                .orElse(States.ALL);
        Optional<Secret> apiKey =
                secrets.find(Setting.API_KEY, Setting.API_KEY_FILE, name).map(Found::secret);
        Optional<RestSettings> restSettings = rest.read(name, apiKey);
        return new ConnectionSettings(
                name,
                secret.map(Found::secret),
                previous.map(Found::secret),
                encoding,
                choice(Setting.HMAC_ALGORITHM, name, Algorithm.class),
                choice(Setting.SIGNATURE_ENCODING, name, SignatureEncoding.class),
                apiKey,
                states.all(),
                states.withoutState(),
                states.codes(),
                activity,
                values.duration(
                        Setting.DUPLICATE_WINDOW, Setting.DUPLICATE_WINDOW.named(name), Duration.ZERO, WIDEST_WINDOW),
                unreadableAnswer(name),
                restSettings,
                sweeps.sweep(name, restSettings.isPresent()),
                sweeps.silenceAlarm(name),
                retention.of(name));
    }

    private void warn(String name, Optional<Found> secret, Optional<Found> previous, Activity activity) {
        if (secret.isEmpty() && activity != Activity.DEACTIVATED) {
            problems.warn(
                    "The connection " + name + " has no HMAC shared secret, so every post to it is answered 503; set "
                            + Setting.HMAC_SECRET.named(name) + " or " + Setting.HMAC_SECRET_FILE.lastPart());
        }
        if (secret.isPresent()
                && previous.isPresent()
                && same(secret.get().secret(), previous.get().secret())) {
            problems.warn(previous.get().value() + ": the previous secret is the present one");
        }
    }

    private static boolean same(Secret one, Secret other) {
        return MessageDigest.isEqual(
                SecretDecoder.bytes(one, SecretEncoding.TEXT), SecretDecoder.bytes(other, SecretEncoding.TEXT));
    }

    private int unreadableAnswer(String name) {
        int standard = Integer.parseInt(Setting.UNREADABLE_ANSWER.standard());
        Optional<Value> value = values.find(Setting.UNREADABLE_ANSWER, Setting.UNREADABLE_ANSWER.named(name));
        if (value.isEmpty()) {
            return standard;
        }
        String text = value.get().text();
        if (text.equals("200") || text.equals("400")) {
            return Integer.parseInt(text);
        }
        problems.addShown(value.get(), "is neither");
        return standard;
    }

    private <E extends Enum<E>> E choice(Setting setting, String name, Class<E> type) {
        return values.choice(setting, setting.named(name), type);
    }
}
