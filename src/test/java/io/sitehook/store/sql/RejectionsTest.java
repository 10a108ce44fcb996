package io.sitehook.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.store.BadCursorException;
import io.sitehook.store.Page;
import io.sitehook.store.RejectionStore;
import io.sitehook.store.RejectionStore.Filter;
import io.sitehook.store.RejectionStore.Refused;
import io.sitehook.store.RejectionStore.Row;
import io.sitehook.store.RejectionStore.Use;
import io.sitehook.testing.MutableClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectionsTest {
    private static final Filter ALL = new Filter(null, null, null);
    private static final Instant START = Instant.parse("2026-11-02T08:00:00Z");

    @TempDir
    Path home;

    private OpenStore store;
    private RejectionStore rejections;

    @BeforeEach
    void open() {
        store = new OpenStore(home, new MutableClock());
        rejections = store.store().rejections();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Refused refused(String connection, String address, int second, int count, String... findings) {
        return new Refused(
                connection,
                address,
                count,
                START.plusSeconds(second),
                "signature does not match",
                List.of(findings),
                "64 hex digits",
                3,
                new byte[] {1, 2, 3});
    }

    @Test
    void theSameSourceAndReasonIsCountedAndTheLatestFindingsStay() {
        rejections
                .write(List.of(refused("one", "192.0.2.1", 0, 2, "first", "second")), List.of())
                .join();
        rejections.write(List.of(refused("one", "192.0.2.1", 5, 40)), List.of()).join();
        Row row = rejections.list(ALL, 10, null).items().get(0);
        assertThat(row.count()).isEqualTo(42);
        assertThat(row.at()).isEqualTo(START.plusSeconds(5));
        assertThat(row.firstAt()).isEqualTo(START);
        assertThat(row.findings()).containsExactly("first", "second");
        assertThat(row.body()).containsExactly(1, 2, 3);
        assertThat(store.rows("SELECT sum(rejected) FROM tally")).containsExactly("42");
    }

    @Test
    void onlyTheNewestThousandOfAConnectionAreKept() {
        List<Refused> many = new ArrayList<>();
        for (int i = 0; i < RejectionStore.MOST_OF_CONNECTION + 50; i++) {
            many.add(refused("one", "192.0.2." + i, i, 1, "x"));
        }
        many.add(refused("two", "192.0.2.1", 0, 1, "x"));
        rejections.write(many, List.of()).join();
        assertThat(store.rows("SELECT count(*), min(last_at) FROM rejection WHERE connection = 'one'"))
                .containsExactly("1000 " + START.plusSeconds(50).toEpochMilli());
        assertThat(store.rows("SELECT count(*) FROM rejection WHERE connection = 'two'"))
                .containsExactly("1");
    }

    @Test
    void pagesAreNewestFirstAndFiltersApply() {
        List<Refused> some = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            some.add(refused(i % 2 == 0 ? "even" : "odd", "192.0.2." + i, i / 2, 1, "x"));
        }
        rejections.write(some, List.of()).join();
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            Page<Row> page = rejections.list(ALL, 2, cursor);
            page.items().forEach(row -> seen.add(row.remoteAddress()));
            cursor = page.next();
        } while (cursor != null);
        assertThat(seen).containsExactly("192.0.2.4", "192.0.2.3", "192.0.2.2", "192.0.2.1", "192.0.2.0");
        assertThat(rejections.list(new Filter("odd", null, null), 10, null).items())
                .hasSize(2);
        assertThat(rejections
                        .list(new Filter(null, START.plusSeconds(2), null), 10, null)
                        .items())
                .hasSize(1);
        assertThat(rejections
                        .list(new Filter(null, null, START.plusSeconds(1)), 10, null)
                        .items())
                .hasSize(2);
        for (String bad : List.of("x", "1", "1-2-3", "' OR 1=1")) {
            assertThatThrownBy(() -> rejections.list(ALL, 2, bad)).isInstanceOf(BadCursorException.class);
        }
    }

    @Test
    void theLatestUseOfASecretGoesWithIt() {
        rejections
                .write(List.of(), List.of(new Use("one", "current", START, "hex")))
                .join();
        rejections
                .write(List.of(), List.of(new Use("one", "current", START.plusSeconds(9), "base64")))
                .join();
        assertThat(rejections.uses("one"))
                .containsOnlyKeys("current")
                .containsValue(new Use("one", "current", START.plusSeconds(9), "base64"));
        rejections.rename("one", "current", "previous").join();
        assertThat(rejections.uses("one")).containsOnlyKeys("previous");
        rejections.rename("one", "previous", null).join();
        assertThat(rejections.uses("one")).isEmpty();
    }
}
