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
import io.sitehook.config.RetentionSettings;
import io.sitehook.config.Secret;
import io.sitehook.store.ConfigurationStore;
import io.sitehook.store.ConfigurationStore.Entry;
import io.sitehook.store.Store;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.WakeUp;
import java.time.Clock;
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
    private static final String IN_SETTINGS = "it stands in the settings, and is changed there";
    private static final String RACE = "somebody else has changed it meanwhile; load it again";

    private final Supplier<@Nullable Store> store;
    private final ConnectionDirectory directory;
    private final Supplier<Watched> watch;
    private final RetentionSettings retention;
    private final WakeUp wakeUp;
    private final Clock clock;
    private volatile StoredConnections documents;
    private volatile Map<String, Stored> stored = Map.of();

    /**
     * Without any, until {@link #open} is called.
     *
     * @param store the store if it is open, else null
     * @param watch what is known of sweeps and silence
     * @param retention how long events are kept where a connection says nothing else
     */
    PageConnections(
            Supplier<@Nullable Store> store,
            ConnectionDirectory directory,
            Supplier<Watched> watch,
            RetentionSettings retention,
            WakeUp wakeUp,
            Clock clock) {
        this.store = store;
        this.directory = directory;
        this.watch = watch;
        this.retention = retention;
        this.wakeUp = wakeUp;
        this.clock = clock;
        documents = new StoredConnections(new EncryptionKey(null, "the store is not open"), clock);
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
        documents = new StoredConnections(usable, clock);
        load(configuration);
    }

    /** Another server has changed some. */
    synchronized void reload() {
        load(open().configuration());
    }

    private void load(ConfigurationStore configuration) {
        Map<String, Stored> read = documents.read(configuration);
        stored = read;
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
        return ConnectionViews.of(settings, fromFile, one, open(), watch.get(), retention);
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
        return save(name, form, null, user);
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
        return save(name, form, one.entry(), user);
    }

    /** @param before what it replaces; null if it is new */
    private Optional<Refusal> save(String name, ConnectionForm form, @Nullable Entry before, String user) {
        String trouble = documents.trouble();
        if (trouble != null) {
            return Optional.of(new Refusal.Conflict(trouble));
        }
        ConfigurationStore configuration = open().configuration();
        boolean written = before == null
                ? configuration
                        .create(documents.entry(name, 0, form, Map.of(), user))
                        .join()
                : configuration
                        .replace(documents.entry(name, before.revision(), form, before.secrets(), user))
                        .join();
        load(configuration);
        return written ? Optional.empty() : Optional.of(new Refusal.Conflict(RACE));
    }
}
