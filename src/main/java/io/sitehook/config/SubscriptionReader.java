package io.sitehook.config;

import io.sitehook.config.ConnectionSettings.Activity;
import io.sitehook.config.ConnectionSettings.SecretEncoding;
import io.sitehook.config.SecretReader.Found;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/** Reads the settings of one subscription. */
final class SubscriptionReader {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final int MOST_CONCURRENT = 64;
    private static final int MOST_FAILURES = 100;

    private final ValueReader values;
    private final SecretReader secrets;
    private final Problems problems;

    SubscriptionReader(ValueReader values, SecretReader secrets, Problems problems) {
        this.values = values;
        this.secrets = secrets;
        this.problems = problems;
    }

    /** Empty if it lacks something it can't do without, which is a problem then. */
    Optional<SubscriptionSettings> read(String name) {
        if (name.length() > SubscriptionSettings.LONGEST_NAME) {
            problems.add("a subscription can't have the name " + Problems.shown(name) + "; allowed: 1 to "
                    + SubscriptionSettings.LONGEST_NAME + " of a to z, 0 to 9 and -");
        }
        Optional<URI> url = url(name);
        Optional<Found> secret = secrets.find(Setting.SUBSCRIPTION_SECRET, Setting.SUBSCRIPTION_SECRET_FILE, name);
        Optional<Found> previous =
                secrets.find(Setting.SUBSCRIPTION_SECRET_PREVIOUS, Setting.SUBSCRIPTION_SECRET_PREVIOUS_FILE, name);
        int before = problems.problems().size();
        SecretEncoding encoding = choice(Setting.SUBSCRIPTION_SECRET_ENCODING, name, SecretEncoding.class);
        if (problems.problems().size() == before) {
            secret.ifPresent(found -> secrets.checkKey(found, encoding));
            previous.ifPresent(found -> secrets.checkKey(found, encoding));
        }
        if (secret.isEmpty() && problems.problems().size() == before) {
            problems.add("the subscription " + name + " has no HMAC secret; set "
                    + Setting.SUBSCRIPTION_SECRET.named(name) + " or "
                    + Setting.SUBSCRIPTION_SECRET_FILE.lastPart());
        }
        States states = values.find(Setting.SUBSCRIPTION_STATES, Setting.SUBSCRIPTION_STATES.named(name))
                .map(value -> States.parse(value, problems))
                .orElse(States.ALL);
        Optional<Found> apiKey = secrets.find(Setting.SUBSCRIPTION_API_KEY, Setting.SUBSCRIPTION_API_KEY_FILE, name);
        Activity activity = choice(Setting.SUBSCRIPTION_ACTIVITY, name, Activity.class);
        boolean standardWebhooks = yes(Setting.STANDARD_WEBHOOKS, name);
        boolean allowPrivate = yes(Setting.ALLOW_PRIVATE, name);
        int concurrency = number(Setting.SUBSCRIPTION_CONCURRENCY, name, MOST_CONCURRENT);
        Duration connectTimeout = duration(Setting.CONNECT_TIMEOUT, name, Duration.ofMinutes(1));
        Duration timeout = duration(Setting.SUBSCRIPTION_TIMEOUT, name, Duration.ofMinutes(5));
        int breakerFailures = number(Setting.BREAKER_FAILURES, name, MOST_FAILURES);
        Duration breakerWait = duration(Setting.BREAKER_WAIT, name, Duration.ofMinutes(10));
        return url.flatMap(target -> secret.map(found -> new SubscriptionSettings(
                name,
                target,
                found.secret(),
                previous.map(Found::secret),
                encoding,
                apiKey.map(Found::secret),
                states.all(),
                states.withoutState(),
                states.codes(),
                activity,
                standardWebhooks,
                allowPrivate,
                concurrency,
                connectTimeout,
                timeout,
                breakerFailures,
                breakerWait)));
    }

    private Optional<URI> url(String name) {
        Optional<Value> value = values.find(Setting.SUBSCRIPTION_URL, Setting.SUBSCRIPTION_URL.named(name));
        if (value.isEmpty()) {
            problems.add("the subscription " + name + " has no URL; set " + Setting.SUBSCRIPTION_URL.named(name));
            return Optional.empty();
        }
        try {
            URI url = new URI(value.get().text());
            String problem = TargetUrl.problem(url);
            if (problem == null) {
                return Optional.of(url);
            }
            problems.add(value.get(), "it " + problem);
        } catch (URISyntaxException e) {
            problems.add(value.get(), "it is no URL"); // not shown: it may have a secret in it
        }
        return Optional.empty();
    }

    private boolean yes(Setting setting, String name) {
        return values.yes(setting, setting.named(name));
    }

    private int number(Setting setting, String name, int most) {
        return values.number(setting, setting.named(name), 1, most, Integer.parseInt(setting.standard()));
    }

    private Duration duration(Setting setting, String name, Duration longest) {
        return values.duration(setting, setting.named(name), SHORTEST, longest);
    }

    private <E extends Enum<E>> E choice(Setting setting, String name, Class<E> type) {
        return values.choice(setting, setting.named(name), type);
    }
}
