package io.sitehook.app;

import io.sitehook.config.ConnectionSettings.Activity;
import io.sitehook.config.SubscriptionSettings;
import io.sitehook.config.TargetUrl;
import io.sitehook.relay.StandardWebhooks;
import io.sitehook.relay.SubscriptionEditor;
import io.sitehook.store.ConfigurationStore;
import io.sitehook.store.ConfigurationStore.Entry;
import io.sitehook.store.ConfigurationStore.Sealed;
import io.sitehook.store.SecretBox;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Changes stored subscriptions, and shows those of the settings beside them. */
final class PageSubscriptions implements SubscriptionEditor {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1," + SubscriptionSettings.LONGEST_NAME + "}");
    private static final int SECRET_BYTES = 32;
    private static final int LONGEST_CODE = 200;
    private static final int LONGEST_KEY = 1_000;

    private final ConfigurationStore store;
    private final @Nullable SecretBox box;
    private final RelayHost host;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** @param box null if there is no key: then nothing can be changed */
    PageSubscriptions(ConfigurationStore store, @Nullable SecretBox box, RelayHost host, Clock clock) {
        this.store = store;
        this.box = box;
        this.host = host;
        this.clock = clock;
    }

    @Override
    public List<View> all() {
        Map<String, View> views = new TreeMap<>();
        for (Entry entry : store.list(ConfigurationStore.SUBSCRIPTION).join()) {
            views.put(entry.name(), view(entry));
        }
        // What a file sets hides what is stored under its name.
        host.fromFile().forEach((name, settings) -> views.put(name, view(settings)));
        return List.copyOf(views.values());
    }

    @Override
    public Optional<View> find(String name) {
        return all().stream().filter(view -> view.name().equals(name)).findFirst();
    }

    private View view(Entry entry) {
        SubscriptionDocument document = SubscriptionDocument.of(entry);
        Sealed current = entry.secrets().get(SubscriptionDocument.CURRENT);
        return new View(
                entry.name(),
                "page",
                document.url(),
                word(document.activity()),
                host.gone(entry.name(), document.url()),
                document.allStates(),
                document.withoutState(),
                document.states(),
                entry.secrets().containsKey(SubscriptionDocument.API_KEY),
                document.standardWebhooks(),
                document.allowPrivate(),
                entry.secrets().containsKey(SubscriptionDocument.PREVIOUS),
                current == null ? null : current.since(),
                host.breaker(entry.name()),
                host.lastFailure(entry.name()));
    }

    private View view(SubscriptionSettings settings) {
        return new View(
                settings.name(),
                "file",
                settings.url().toString(),
                word(settings.activity()),
                host.gone(settings.name(), settings.url().toString()),
                settings.allStates(),
                settings.withoutState(),
                settings.states(),
                settings.apiKey().isPresent(),
                settings.standardWebhooks(),
                settings.allowPrivate(),
                settings.hmacSecretPrevious().isPresent(),
                null,
                host.breaker(settings.name()),
                host.lastFailure(settings.name()));
    }

    private static String word(Activity activity) {
        return activity.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public NewSecret create(String name, Change change, String user) throws RefusedException {
        Map<String, String> problems = new TreeMap<>();
        if (!NAME.matcher(name).matches()) {
            problems.put("name", "1 to " + SubscriptionSettings.LONGEST_NAME + " of a to z, 0 to 9 and - are allowed");
        }
        SubscriptionDocument document = checked(SubscriptionDocument.EMPTY.with(change), change, problems);
        if (host.fromFile().containsKey(name)) {
            throw new RefusedException("the settings file has a subscription of that name");
        }
        String secret = newSecret();
        Map<String, Sealed> secrets = new HashMap<>();
        seal(secrets, name, SubscriptionDocument.CURRENT, secret);
        apiKey(secrets, name, change);
        Entry entry =
                new Entry(ConfigurationStore.SUBSCRIPTION, name, 0, document.json(), secrets, clock.instant(), user);
        if (!store.create(entry).join()) {
            throw new RefusedException("there is a subscription of that name");
        }
        host.reload();
        return shown(secret);
    }

    @Override
    public void change(String name, Change change, String user) throws RefusedException {
        Entry entry = entry(name);
        SubscriptionDocument document = checked(SubscriptionDocument.of(entry).with(change), change, new TreeMap<>());
        Map<String, Sealed> secrets = new HashMap<>(entry.secrets());
        apiKey(secrets, name, change);
        replace(entry, document, secrets, user);
    }

    @Override
    public NewSecret rotate(String name, String user) throws RefusedException {
        Entry entry = entry(name);
        Map<String, Sealed> secrets = new HashMap<>(entry.secrets());
        Sealed current = entry.secrets().get(SubscriptionDocument.CURRENT);
        if (current != null) {
            // Sealed for its label, so it is opened and sealed anew.
            secrets.put(SubscriptionDocument.PREVIOUS, moved(entry, current));
        }
        String secret = newSecret();
        seal(secrets, name, SubscriptionDocument.CURRENT, secret);
        replace(entry, SubscriptionDocument.of(entry), secrets, user);
        return shown(secret);
    }

    private Sealed moved(Entry entry, Sealed current) throws RefusedException {
        try {
            String text = box().open(entry.owner(SubscriptionDocument.CURRENT), current.sealed());
            return new Sealed(box().seal(entry.owner(SubscriptionDocument.PREVIOUS), text), current.since());
        } catch (SecretBox.CannotOpenException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void dropPrevious(String name, String user) throws RefusedException {
        Entry entry = entry(name);
        Map<String, Sealed> secrets = new HashMap<>(entry.secrets());
        if (secrets.remove(SubscriptionDocument.PREVIOUS) == null) {
            throw new RefusedException("there is no previous secret");
        }
        replace(entry, SubscriptionDocument.of(entry), secrets, user);
    }

    @Override
    public void setActivity(String name, String activity, String user) throws RefusedException {
        Activity next = Activity.valueOf(activity.toUpperCase(Locale.ROOT));
        boolean tryAgain = next == Activity.ACTIVE && find(name).map(View::gone).isPresent();
        if (tryAgain) {
            host.forget(name);
            if (host.fromFile().containsKey(name)) {
                return;
            }
        }
        Entry entry = entry(name);
        replace(entry, SubscriptionDocument.of(entry).with(next), entry.secrets(), user);
    }

    private Entry entry(String name) throws RefusedException {
        if (host.fromFile().containsKey(name)) {
            throw new RefusedException("the subscription " + name + " stands in the settings file; change it there");
        }
        return store.find(ConfigurationStore.SUBSCRIPTION, name)
                .join()
                .orElseThrow(() -> new RefusedException("there is no such subscription"));
    }

    private void replace(Entry entry, SubscriptionDocument document, Map<String, Sealed> secrets, String user)
            throws RefusedException {
        Entry next = new Entry(
                entry.kind(), entry.name(), entry.revision(), document.json(), secrets, clock.instant(), user);
        if (!store.replace(next).join()) {
            throw new RefusedException("somebody else has changed it meanwhile; look at it again");
        }
        host.reload();
    }

    private static SubscriptionDocument checked(
            SubscriptionDocument document, Change change, Map<String, String> problems) throws RefusedException {
        String url = urlProblem(document.url());
        if (url != null) {
            problems.put("url", url);
        }
        if (document.states().stream().anyMatch(code -> code.isBlank() || code.length() > LONGEST_CODE)) {
            problems.put("states", "a code has 1 to " + LONGEST_CODE + " characters");
        }
        if (!document.allStates()
                && !document.withoutState()
                && document.states().isEmpty()) {
            problems.put("states", "choose all, or at least one");
        }
        String apiKey = change.apiKey();
        if (apiKey != null && apiKey.length() > LONGEST_KEY) {
            problems.put("apiKey", "it has more than " + LONGEST_KEY + " characters");
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        return document;
    }

    private static @Nullable String urlProblem(String text) {
        try {
            String problem = TargetUrl.problem(new URI(text));
            return problem == null ? null : "it " + problem;
        } catch (URISyntaxException e) {
            return "it is no URL";
        }
    }

    private void apiKey(Map<String, Sealed> secrets, String name, Change change) throws RefusedException {
        String apiKey = change.apiKey();
        if (apiKey != null && apiKey.isEmpty()) {
            secrets.remove(SubscriptionDocument.API_KEY);
        } else if (apiKey != null) {
            seal(secrets, name, SubscriptionDocument.API_KEY, apiKey);
        }
    }

    private void seal(Map<String, Sealed> secrets, String name, String label, String text) throws RefusedException {
        Instant now = clock.instant();
        SecretBox.Owner owner = new SecretBox.Owner(ConfigurationStore.SUBSCRIPTION, name, label);
        secrets.put(label, new Sealed(box().seal(owner, text), now));
    }

    private SecretBox box() throws RefusedException {
        if (box == null) {
            throw new RefusedException("there is no encryption key that can be used; the log says why");
        }
        return box;
    }

    private String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static NewSecret shown(String secret) {
        return new NewSecret(secret, StandardWebhooks.secret(secret.getBytes(StandardCharsets.UTF_8)));
    }
}
