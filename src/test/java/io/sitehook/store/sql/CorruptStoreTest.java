package io.sitehook.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.store.sql.DamagedStore.Findings;
import io.sitehook.testing.MutableClock;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that were damaged while the server was down: never an empty store, never an event lost without a word. */
@Timeout(600)
class CorruptStoreTest {
    @TempDir
    static Path shared;

    private static Path kept;
    private static Path stopped;

    @TempDir
    Path directory;

    @BeforeAll
    static void make() throws Exception {
        kept = shared.resolve("kept");
        stopped = shared.resolve("stopped");
        DamagedStore.make(shared.resolve("original"), kept, stopped);
    }

    private DamagedStore copy() throws Exception {
        return DamagedStore.copyOf(kept, directory.resolve("home"));
    }

    private static void setLength(Path file, long bytes) throws Exception {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(bytes);
        }
    }

    private static void flip(Path file, Random random) throws Exception {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            long at = (long) (random.nextDouble() * open.length());
            open.seek(at);
            int old = open.read();
            open.seek(at);
            open.write(old ^ (1 + random.nextInt(255)));
        }
    }

    @Test
    void whatAKillLeftIsWhole() throws Exception {
        // Negative control: what finds all this damage finds none where there is none.
        Findings findings = copy().look();
        assertThat(findings.refusal()).isEmpty();
        assertThat(findings.errors()).isEmpty();
        assertThat(findings.missing() + findings.changed()).isZero();
    }

    @Test
    void aByteChangedInAnyOfTwentyFivePlacesIsNoticedOrHarmless() throws Exception {
        flipOneByte(25, 20261126);
    }

    @Test
    @Tag("campaign")
    void aByteChangedInAnyOfTwoHundredPlacesIsNoticedOrHarmless() throws Exception {
        flipOneByte(200, 3057);
    }

    private void flipOneByte(int times, long seed) throws Exception {
        Random random = new Random(seed);
        int refused = 0;
        int later = 0;
        int byCheck = 0;
        int hidden = 0;
        int bodies = 0;
        for (int i = 0; i < times; i++) {
            DamagedStore damaged = DamagedStore.copyOf(stopped, directory.resolve("flip" + i));
            flip(damaged.database, random);
            Findings findings = damaged.look();
            findings.refusal().ifPresent(why -> assertThat(why).contains("sitehook.db", "damaged"));
            refused += findings.refusal().isPresent() ? 1 : 0;
            later += findings.errors().isEmpty() ? 0 : 1;
            if (findings.isSilentLoss()) {
                // SQLite has no sums for its pages: a changed key in an index hides what is behind it from whoever asks
                // by
                // that key. The rows are still in the table, and the check that the guide names finds it.
                assertThat(damaged.isFoundByCheck()).as("by integrity_check").isTrue();
                byCheck++;
                hidden = Math.max(hidden, findings.missing());
            }
            bodies += findings.changed();
        }
        System.out.println("one byte changed, " + times + " times: " + refused + " refused at the start, " + later
                + " noticed later, " + byCheck + " that hide events, at most " + hidden
                + ", as only integrity_check finds, " + bodies
                + " bodies that became others");
    }

    @Test
    void aPageThatIsDamagedIsNamedWhenItIsReadOrWritten() throws Exception {
        for (String table : List.of("event", "delivery", "event_latest", "tally")) {
            DamagedStore damaged = DamagedStore.copyOf(stopped, directory.resolve(table));
            damaged.spoil(table);
            Findings findings = damaged.look();
            List<String> said = new ArrayList<>(findings.errors());
            findings.refusal().ifPresent(said::add);
            assertThat(said).as(table).isNotEmpty().allMatch(what -> what.contains("the database file is damaged"));
        }
    }

    @Test
    void aByteChangedInTheLogIsNoticedWhereSqliteWouldDropTheRest() throws Exception {
        Random random = new Random(17);
        int refused = 0;
        for (int i = 0; i < 8; i++) {
            DamagedStore damaged = DamagedStore.copyOf(kept, directory.resolve("flip" + i));
            Files.delete(damaged.home.resolve("sitehook.db-shm"));
            flip(damaged.log(), random);
            Findings findings = damaged.look();
            assertThat(findings.isSilentLoss()).as(findings.toString()).isFalse();
            refused += findings.refusal().isPresent() ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aLogThatIsCutShortOrGoneIsNoticed() throws Exception {
        List<String> refusals = new ArrayList<>();
        for (double part : new double[] {0.9, 0.5, 0.1, 0, -1}) {
            DamagedStore damaged = DamagedStore.copyOf(kept, directory.resolve("log" + part));
            if (part < 0) {
                Files.delete(damaged.log());
            } else {
                setLength(damaged.log(), (long) (part * Files.size(damaged.log())));
            }
            Findings findings = damaged.look();
            assertThat(findings.isSilentLoss()).as(findings.toString()).isFalse();
            findings.refusal().ifPresent(refusals::add);
        }
        assertThat(refusals)
                .hasSize(5)
                .allSatisfy(why -> assertThat(why)
                        .contains(
                                "ends with event number",
                                "300 had been committed",
                                "Put the right files back",
                                "-mark"));
    }

    @Test
    void withoutTheMarkALogThatIsGoneIsNotNoticed() throws Exception {
        // Negative control, and what a person who has decided to go on without those events does.
        DamagedStore damaged = copy();
        Files.delete(damaged.log());
        Files.delete(damaged.home.resolve("sitehook.db-mark"));
        assertThat(damaged.look().missing()).isEqualTo(DamagedStore.IN_THE_LOG);
    }

    @Test
    void aDatabaseThatIsCutShortIsRefusedAndLeftAsItIs() throws Exception {
        for (double part : new double[] {0.95, 0.5, 0.1, 0.001}) {
            DamagedStore damaged = DamagedStore.copyOf(stopped, directory.resolve("cut" + part));
            Files.delete(damaged.home.resolve("sitehook.db-mark")); // SQLite itself must notice
            long bytes = (long) (part * Files.size(damaged.database));
            setLength(damaged.database, bytes);
            Findings findings = damaged.look();
            assertThat(findings.refusal().isPresent() || !findings.errors().isEmpty())
                    .as(part + ": " + findings)
                    .isTrue();
            assertThat(Files.size(damaged.database)).isGreaterThanOrEqualTo(bytes);
        }
    }

    @Test
    void aDatabaseThatIsGoneOrEmptyIsNotMadeAnew() throws Exception {
        for (String kind : List.of("empty", "gone", "empty without a mark", "gone without a mark")) {
            DamagedStore damaged = DamagedStore.copyOf(kept, directory.resolve(kind.replace(' ', '-')));
            long log = Files.size(damaged.log());
            if (kind.startsWith("empty")) {
                setLength(damaged.database, 0);
            } else {
                Files.delete(damaged.database);
            }
            if (kind.endsWith("mark")) {
                Files.delete(damaged.home.resolve("sitehook.db-mark"));
            }
            assertThat(damaged.look().refusal().orElseThrow())
                    .contains(
                            kind.startsWith("empty") ? "is empty" : "has gone",
                            "No new one is made",
                            "restore a backup");
            assertThat(Files.exists(damaged.database)).isEqualTo(kind.startsWith("empty"));
            assertThat(Files.size(damaged.log()))
                    .as("of use to whoever repairs it")
                    .isEqualTo(log);
        }
    }

    @Test
    void zerosAndATextAreRefusedAndLeftAsTheyAre() throws Exception {
        byte[] text =
                "this was a backup script's idea of a database\n".repeat(500).getBytes(StandardCharsets.US_ASCII);
        for (byte[] content : List.of(new byte[100], new byte[65_536], text)) {
            DamagedStore damaged = DamagedStore.copyOf(kept, directory.resolve("c" + content.length));
            Files.write(damaged.database, content);
            Findings findings = damaged.look();
            assertThat(findings.refusal().orElseThrow()).contains("sitehook.db", "damaged");
            assertThat(Files.readAllBytes(damaged.database)).isEqualTo(content);
            assertThat(damaged.log()).as("of use to whoever repairs it").exists();
        }
    }

    @Test
    void aRestoredBackupIsTakenOnceItsMarkIsDeletedAndSoIsAnEmptyHome() throws Exception {
        Path home = directory.resolve("fresh");
        new OpenStore(home, new MutableClock()).close();
        DamagedStore damaged = copy();
        Files.delete(damaged.log());
        Files.copy(home.resolve("sitehook.db"), damaged.database, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> new OpenStore(damaged.home, new MutableClock()))
                .hasMessageContaining("If you have restored a backup");
        Files.delete(damaged.home.resolve("sitehook.db-mark"));
        new OpenStore(damaged.home, new MutableClock()).close();
        assertThat(damaged.home.resolve("sitehook.db-mark")).exists();
    }
}
