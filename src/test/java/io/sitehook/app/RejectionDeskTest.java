package io.sitehook.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.receive.RejectionListener.Rejected;
import io.sitehook.store.Page;
import io.sitehook.store.RejectionStore;
import io.sitehook.testing.MutableClock;
import io.sitehook.verify.HmacAlgorithm;
import io.sitehook.verify.SignatureClinic;
import io.sitehook.verify.SignatureEncoding;
import io.sitehook.verify.SigningSecret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RejectionDeskTest {
    private static final byte[] KEY = "abc-the-api-key".getBytes(StandardCharsets.UTF_8);

    private final MutableClock clock = new MutableClock();
    private final List<RejectionStore.Refused> refused = new ArrayList<>();
    private final List<RejectionStore.Use> uses = new ArrayList<>();
    private int examined;

    private final RejectionDesk desk = new RejectionDesk(
            new RejectionDesk.Clinics() {
                @Override
                public SignatureClinic clinic(String connection) {
                    examined++;
                    return new SignatureClinic(
                            HmacAlgorithm.SHA256,
                            SignatureEncoding.ANY,
                            List.of(new SigningSecret("current", KEY)),
                            List.of());
                }

                @Override
                public byte[] apiKey(String connection) {
                    return KEY;
                }
            },
            clock);

    private final RejectionStore store = new RejectionStore() {
        @Override
        public CompletableFuture<Integer> write(List<Refused> more, List<Use> used) {
            refused.addAll(more);
            uses.addAll(used);
            return CompletableFuture.completedFuture(more.size());
        }

        @Override
        public CompletableFuture<Integer> rename(String connection, String from, @Nullable String to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Page<Row> list(Filter filter, int limit, @Nullable String cursor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Use> uses(String connection) {
            throw new UnsupportedOperationException();
        }
    };

    private void reject(String address, byte[] body) {
        desk.rejected(new Rejected("one", address, "signature does not match", false, List.of("ab".repeat(32)), body));
    }

    @Test
    void aFloodOfOneSourceIsOneRowAndOneLook() {
        for (int post = 0; post < 100_000; post++) {
            reject("192.0.2.1", new byte[10]);
        }
        desk.flush(store, false);
        assertThat(refused).singleElement().satisfies(row -> {
            assertThat(row.count()).isEqualTo(100_000);
            assertThat(row.findings()).hasSize(1);
            assertThat(row.header()).isEqualTo("64 hex digits");
        });
        assertThat(examined).isEqualTo(1);
        reject("192.0.2.1", new byte[10]);
        desk.flush(store, false);
        assertThat(examined).as("not again so soon").isEqualTo(1);
        clock.advance(Duration.ofMinutes(1));
        reject("192.0.2.1", new byte[10]);
        desk.flush(store, false);
        assertThat(examined).isEqualTo(2);
    }

    @Test
    void aFloodOfManySourcesIsBoundedAndCounted() {
        for (int post = 0; post < 20_000; post++) {
            reject("2001:db8::" + Integer.toHexString(post), new byte[10]);
        }
        desk.flush(store, false);
        assertThat(refused).hasSize(RejectionDesk.MOST_KINDS + 1);
        assertThat(refused.stream().mapToInt(RejectionStore.Refused::count).sum())
                .isEqualTo(20_000);
        assertThat(examined).isLessThanOrEqualTo(RejectionDesk.MOST_WAITING);
    }

    @Test
    void aBodyIsMaskedAndCutAndTheSignatureIsNowhere() {
        String body = "{\"api_key\": \"another-key\", \"x\": \"abc-the-api-key " + "y".repeat(10_000) + "\"}";
        reject("192.0.2.1", body.getBytes(StandardCharsets.UTF_8));
        reject("192.0.2.2", ("no JSON abc-the-api-key api_key=another-key").getBytes(StandardCharsets.UTF_8));
        desk.flush(store, false);
        assertThat(refused).hasSize(2).allSatisfy(row -> {
            assertThat(row.body()).hasSizeLessThanOrEqualTo(RejectionStore.LONGEST_BODY);
            assertThat(new String(java.util.Objects.requireNonNull(row.body()), StandardCharsets.UTF_8))
                    .doesNotContain("another-key");
            assertThat(row.toString()).doesNotContain("ab".repeat(32));
        });
        assertThat(refused.get(0).bodyLength()).isEqualTo(body.length());
    }

    @Test
    void usesOfSecretsAreWrittenInBulk() {
        for (int post = 0; post < 1_000; post++) {
            desk.verified("one", "current", "hex");
            desk.flush(store, false);
        }
        assertThat(uses).hasSize(1);
        desk.flush(store, true);
        assertThat(uses).as("the last one is not lost at the stop").hasSize(2);
    }
}
