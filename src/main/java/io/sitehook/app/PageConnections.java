package io.sitehook.app;

import static io.sitehook.app.ConnectionDocument.API_KEY;
import static io.sitehook.app.ConnectionDocument.CURRENT;
import static io.sitehook.app.ConnectionDocument.PREVIOUS;
import static io.sitehook.app.ConnectionDocument.REST_PASSWORD;

import io.sitehook.admin.ConnectionEditor;
import io.sitehook.admin.ConnectionView;
import io.sitehook.admin.Problem;
import io.sitehook.app.ConnectionDocument.Stored;
import io.sitehook.config.ConnectionForm;
import io.sitehook.config.ConnectionSettings;
import io.sitehook.config.Secret;
import io.sitehook.store.ConfigurationStore;
import io.sitehook.store.ConfigurationStore.Entry;
import io.sitehook.store.ConfigurationStore.Sealed;
import io.sitehook.store.SecretBox;
import io.sitehook.store.Store;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.WakeUp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The connections that are made in the admin page, next to those of the settings. One change at a time. */
final class PageConnections implements ConnectionEditor {
    private static final System.Logger LOGGER = System.getLogger(PageConnections.class.getName());
    private static final String IN_SETTINGS = "it stands in the settings, and is changed there";
    private static final String RACE = "somebody else has changed it meanwhile; load it again";

    private final Supplier<@Nullable Store> store;
    private final ConnectionDirectory directory;
    private final Supplier<Watched> watch;
    private final WakeUp wakeUp;
    private final Clock clock;
    private volatile EncryptionKey key = new EncryptionKey(null, "the store is not open");
    private volatile Map<String, Stored> stored = Map.of();

    /**
     * Without any, until {@link #open} is called.
     *
     * @param store the store if it is open, else null
     * @param watch what is known of sweeps and silence
     */
    PageConnections(
            Supplier<@Nullable Store> store,
            ConnectionDirectory directory,
            Supplier<Watched> watch,
            WakeUp wakeUp,
            Clock clock) {
        this.store = store;
        this.directory = directory;
        this.watch = watch;
        this.wakeUp = wakeUp;
        this.clock = clock;
    }

    private Store open() {
        Store open = store.get();
        if (open == null) {
            throw new StoreUnavailableException("the store is not open", null);
        }
        return open;
    }

    /** The store is open now: takes over what stands in it. */
    synchronized void open(ConfigurationStore configuration, EncryptionKey usable) {
        key = usable;
        load(configuration);
    }

    /** Another server has changed some. */
    synchronized void reload() {
        load(open().configuration());
    }

    private void load(ConfigurationStore configuration) {
        Map<String, Stored> read = new TreeMap<>();
        for (Entry entry : configuration.list(ConfigurationStore.CONNECTION).join()) {
            try {
                Stored one = ConnectionDocument.read(entry, key);
                read.put(entry.name(), one);
                if (one.problem() != null) {
                    LOGGER.log(
                            System.Logger.Level.ERROR,
                            "connection " + entry.name() + " does not work as configured: " + one.problem());
                }
            } catch (RuntimeException e) {
                LOGGER.log(System.Logger.Level.ERROR, "connection " + entry.name() + " in the store can't be read", e);
            }
        }
        stored = Map.copyOf(read);
        Map<String, ConnectionSettings> settings = new LinkedHashMap<>();
        read.forEach((name, one) -> settings.put(name, one.settings()));
        directory.replaceThoseOfThePage(settings);
        wakeUp.ring();
    }

    @Override
    public List<ConnectionView> all() {
        return directory.all().values().stream().map(this::view).toList();
    }

    @Override
    public Optional<ConnectionView> find(String name) {
        return Optional.ofNullable(directory.all().get(name)).map(this::view);
    }

    private ConnectionView view(ConnectionSettings settings) {
        boolean fromFile = directory.isInSettings(settings.name());
        Stored one = fromFile ? null : stored.get(settings.name());
        return ConnectionViews.of(settings, fromFile, one, open(), watch.get());
    }

    @Override
    public List<String> seenStates() {
        return ConnectionViews.seenStates(open());
    }

    @Override
    public List<Problem.Field> wrong(String name, Change change) {
        Stored one = stored.get(name);
        return problems(one == null ? ConnectionForm.empty(name) : one.form(), change);
    }

    private static List<Problem.Field> problems(ConnectionForm base, Change change) {
        ConnectionForm form = Forms.changed(base, change);
        List<Problem.Field> problems = new ArrayList<>(problems(form));
        problems.addAll(Forms.notGivenAnew(base, form, change));
        return problems;
    }

    private static List<Problem.Field> problems(ConnectionForm form) {
        return form.check().stream()
                .map(wrong -> new Problem.Field(wrong.field(), wrong.message()))
                .toList();
    }

    @Override
    public synchronized Optional<Refusal> create(String name, Change change, String user) {
        if (directory.all().containsKey(name)) {
            return Optional.of(new Refusal.Conflict("there is a connection " + name + " already"));
        }
        ConnectionForm form = Forms.changed(ConnectionForm.empty(name), change);
        List<Problem.Field> problems = problems(ConnectionForm.empty(name), change);
        if (form.hmacSecret() == null) {
            problems.add(new Problem.Field("hmacSecret", "is needed: without it no post can be taken"));
        }
        if (!problems.isEmpty()) {
            return Optional.of(new Refusal.Wrong(problems));
        }
        return key.box() == null ? noKey() : stored(write(entry(name, 0, form, Map.of(), user), true));
    }

    @Override
    public synchronized Optional<Refusal> change(String name, Change change, String user) {
        Stored one = stored.get(name);
        if (one != null && !directory.isInSettings(name)) {
            List<Problem.Field> problems = Forms.notGivenAnew(one.form(), Forms.changed(one.form(), change), change);
            if (!problems.isEmpty()) {
                return Optional.of(new Refusal.Wrong(problems));
            }
        }
        if (one != null && one.problem() != null && isComplete(change, one)) {
            stored = withoutProblem(one);
        }
        Optional<Refusal> refusal = edit(name, user, form -> Forms.changed(form, change));
        if (refusal.isEmpty() && change.hmacSecret() != null) {
            CompletableFuture<Integer> unused = open().rejections().rename(name, CURRENT, null);
        }
        return refusal;
    }

    /** Whether all secrets are given anew that can't be opened any more. */
    private static boolean isComplete(Change change, Stored one) {
        return change.hmacSecret() != null
                && (change.apiKey() != null || !one.entry().secrets().containsKey(API_KEY))
                && (change.fetch().restPassword() != null
                        || !one.entry().secrets().containsKey(REST_PASSWORD)
                        || "".equals(change.fetch().restUser()));
    }

    private Map<String, Stored> withoutProblem(Stored one) {
        Map<String, Stored> mended = new TreeMap<>(stored);
        mended.put(one.entry().name(), new Stored(one.entry(), one.form(), one.settings(), null));
        return Map.copyOf(mended);
    }

    @Override
    public synchronized Optional<Refusal> setActivity(String name, String from, String to, String user) {
        Optional<ConnectionView> now = find(name);
        if (now.isPresent() && !from.isEmpty() && !now.get().activity().equals(from)) {
            return Optional.of(new Refusal.Conflict("it is " + now.get().activity() + ", not " + from));
        }
        return edit(name, user, form -> Forms.withActivity(form, to));
    }

    @Override
    public synchronized Optional<Refusal> rotate(String name, String hmacSecret, String user) {
        Stored one = stored.get(name);
        Secret next = new Secret(hmacSecret);
        if (one != null && one.settings().hmacSecret().filter(next::equals).isPresent()) {
            return Optional.of(new Refusal.Wrong(
                    List.of(new Problem.Field("hmacSecret", "is the present one; paste the new one"))));
        }
        Optional<Refusal> refusal = edit(name, user, form -> Forms.withSecrets(form, next, form.hmacSecret()));
        if (refusal.isEmpty()) {
            CompletableFuture<Integer> unused = open().rejections().rename(name, CURRENT, PREVIOUS);
        }
        return refusal;
    }

    @Override
    public synchronized Optional<Refusal> dropPrevious(String name, String user) {
        Optional<Refusal> refusal = edit(name, user, form -> Forms.withSecrets(form, form.hmacSecret(), null));
        if (refusal.isEmpty()) {
            CompletableFuture<Integer> unused = open().rejections().rename(name, PREVIOUS, null);
        }
        return refusal;
    }

    private Optional<Refusal> edit(String name, String user, UnaryOperator<ConnectionForm> how) {
        if (directory.isInSettings(name)) {
            return Optional.of(new Refusal.Conflict(IN_SETTINGS));
        }
        Stored one = stored.get(name);
        if (one == null) {
            return Optional.of(new Refusal.Unknown());
        }
        if (one.problem() != null) {
            return Optional.of(new Refusal.Conflict(
                    one.problem() + "; give the HMAC secret, the API key and the REST password anew"));
        }
        ConnectionForm form = how.apply(one.form());
        List<Problem.Field> problems = problems(form);
        if (!problems.isEmpty()) {
            return Optional.of(new Refusal.Wrong(problems));
        }
        if (key.box() == null) {
            return noKey();
        }
        return stored(
                write(entry(name, one.entry().revision(), form, one.entry().secrets(), user), false));
    }

    private Optional<Refusal> noKey() {
        return Optional.of(new Refusal.Conflict("there is no usable encryption key: " + key.problem()));
    }

    private boolean write(Entry entry, boolean isNew) {
        ConfigurationStore configuration = open().configuration();
        boolean written = (isNew ? configuration.create(entry) : configuration.replace(entry)).join();
        load(configuration);
        return written;
    }

    private static Optional<Refusal> stored(boolean written) {
        return written ? Optional.empty() : Optional.of(new Refusal.Conflict(RACE));
    }

    private Entry entry(String name, long revision, ConnectionForm form, Map<String, Sealed> before, String user) {
        Map<String, Secret> secrets = new TreeMap<>();
        put(secrets, CURRENT, form.hmacSecret());
        put(secrets, PREVIOUS, form.hmacSecretPrevious());
        put(secrets, API_KEY, form.apiKey());
        put(secrets, REST_PASSWORD, form.fetch().restPassword());
        Map<String, Sealed> sealed = new TreeMap<>();
        Instant now = clock.instant();
        SecretBox box = java.util.Objects.requireNonNull(key.box(), "checked before");
        secrets.forEach((label, secret) -> {
            SecretBox.Owner owner = new SecretBox.Owner(ConfigurationStore.CONNECTION, name, label);
            Instant since = since(secret, name, before, box).orElse(now);
            sealed.put(label, new Sealed(box.seal(owner, secret.reveal()), since));
        });
        return new Entry(
                ConfigurationStore.CONNECTION, name, revision, ConnectionDocument.json(form), sealed, now, user);
    }

    /** Since when a secret has been there, whatever its label was. */
    private static Optional<Instant> since(Secret secret, String name, Map<String, Sealed> before, SecretBox box) {
        for (Map.Entry<String, Sealed> each : before.entrySet()) {
            try {
                SecretBox.Owner owner = new SecretBox.Owner(ConfigurationStore.CONNECTION, name, each.getKey());
                if (new Secret(box.open(owner, each.getValue().sealed())).equals(secret)) {
                    return Optional.of(each.getValue().since());
                }
            } catch (SecretBox.CannotOpenException e) {
                LOGGER.log(System.Logger.Level.DEBUG, "a secret that can't be opened is replaced", e);
            }
        }
        return Optional.empty();
    }

    private static void put(Map<String, Secret> secrets, String label, @Nullable Secret secret) {
        if (secret != null) {
            secrets.put(label, secret);
        }
    }
}
