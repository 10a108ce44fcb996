package io.sitehook.store.sql;

import static io.sitehook.store.sql.OpenStore.get;
import static io.sitehook.testing.Incomings.change;

import io.sitehook.store.Ledger.EventDetail;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.Worklist;
import io.sitehook.testing.MutableClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of a store that was killed, copied into a home of their own to be damaged, and what the store then says. */
final class DamagedStore {
    static final String DATABASE = "sitehook.db";
    private static final int PAGE = 4096;
    private static final int EVENTS = 300;

    /** So few that SQLite itself does not take them over into the file. */
    static final int IN_THE_LOG = 50;

    /** What was acknowledged: event ids and their bodies. */
    static final Map<String, byte[]> ACKNOWLEDGED = new LinkedHashMap<>();

    final Path home;
    final Path database;

    /**
     * What came of it.
     *
     * @param refusal why the store did not open, empty if it did
     * @param errors what it said later
     * @param missing acknowledged events that it does not find, and says nothing of
     * @param changed those whose body has become another
     */
    record Findings(Optional<String> refusal, List<String> errors, int missing, int changed) {
        boolean isSilentLoss() {
            return refusal.isEmpty() && errors.isEmpty() && missing > 0;
        }
    }

    private DamagedStore(Path home) {
        this.home = home;
        database = home.resolve(DATABASE);
    }

    /**
     * Fills a store and keeps its files.
     *
     * @param kept gets them as a kill would have left them: a part of the events is in the log only
     * @param stopped gets them as they are after a stop, all in one
     */
    static void make(Path original, Path kept, Path stopped) throws Exception {
        ACKNOWLEDGED.clear();
        try (OpenStore store = new OpenStore(original, new MutableClock())) {
            for (int i = 0; i < EVENTS; i++) {
                put(store, "p" + i % 100);
                if (i == EVENTS - IN_THE_LOG - 1) {
                    work(store);
                    checkpoint(store);
                }
            }
            copy(original, kept);
        }
        copy(original, stopped);
    }

    private static void put(OpenStore store, String project) {
        String event =
                store.put(change(project, "STATE " + ACKNOWLEDGED.size())).event();
        ACKNOWLEDGED.put(
                event, store.store().ledger().event(event).orElseThrow().body());
    }

    private static void work(OpenStore store) {
        store.route("a");
        for (Worklist.Claimed claimed : store.claim("a", 20)) {
            get(store.worklist()
                    .finish(
                            claimed,
                            new Worklist.Result(
                                    Worklist.AttemptOutcome.DONE, new Worklist.Done(), "done", null, null)));
        }
    }

    private static void checkpoint(OpenStore store) throws SQLException {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (String end : List.of("", "-wal", "-shm", "-mark")) {
            if (Files.exists(from.resolve(DATABASE + end))) {
                Files.copy(from.resolve(DATABASE + end), to.resolve(DATABASE + end));
            }
        }
    }

    static DamagedStore copyOf(Path kept, Path home) throws IOException {
        copy(kept, home);
        return new DamagedStore(home);
    }

    Path log() {
        return home.resolve(DATABASE + "-wal");
    }

    /** Overwrites the page that a table begins with. */
    void spoil(String table) throws Exception {
        long page;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT rootpage FROM sqlite_schema WHERE name = '" + table + "'")) {
            page = row.getLong(1);
        }
        try (RandomAccessFile open = new RandomAccessFile(database.toFile(), "rw")) {
            open.seek((page - 1) * PAGE);
            open.write("a page of another file".repeat(20).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private Object inode() {
        try {
            return Files.exists(database) ? Files.getAttribute(database, "unix:ino") : "none";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens it, reads everything, stores one more and runs what is due. */
    Findings look() {
        Object inode = inode();
        Findings findings = findings();
        if (!inode.equals(inode())) {
            throw new AssertionError("the file was replaced");
        }
        return findings;
    }

    private Findings findings() {
        try (OpenStore store = new OpenStore(home, new MutableClock())) {
            List<String> errors = new ArrayList<>();
            int[] missing = new int[1];
            int[] changed = new int[1];
            ACKNOWLEDGED.forEach((id, body) -> tried(errors, () -> {
                Optional<EventDetail> found = store.store().ledger().event(id);
                missing[0] += found.isEmpty() ? 1 : 0;
                changed[0] += found.isPresent() && !Arrays.equals(found.get().body(), body) ? 1 : 0;
            }));
            tried(errors, () -> store.put(change("new", "NEW")));
            tried(errors, () -> work(store));
            return new Findings(Optional.empty(), errors, missing[0], changed[0]);
        } catch (StoreUnavailableException e) {
            return new Findings(Optional.of(String.valueOf(e.getMessage())), List.of(), 0, 0);
        }
    }

    /** Anything that is thrown is noticed; what hangs ends with the time limit in {@link OpenStore#get}. */
    private static void tried(List<String> errors, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            errors.add(String.valueOf(e.getMessage()));
        }
    }

    /** Whether SQLite's own check, which nobody runs at a start, finds it. */
    boolean isFoundByCheck() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
            return !row.next() || !row.getString(1).equals("ok");
        } catch (SQLException e) {
            return true;
        }
    }
}
