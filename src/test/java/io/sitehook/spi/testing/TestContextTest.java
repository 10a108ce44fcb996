package io.sitehook.spi.testing;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.OFF;
import static java.lang.System.Logger.Level.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.spi.StatusChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Status changes and surroundings made by hand. */
class TestContextTest {
    private final TestContext context = TestContext.forHandler("write-file");

    @Test
    void theDefaultIsTheDocumentedExample() {
        StatusChange change = StatusChangeBuilder.statusChange().build();
        assertThat(new String(change.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"project_id\": 3057, \"status\": \"Complete\", \"workflow_state\": \"COMPLETE\","
                        + " \"event\": \"status_change\"}");
        assertThat(change.bodySha256()).isEqualTo(Sha256.hex(change.body()));
        assertThat(change.id()).hasSize(36);
        assertThat(change.connection()).isEqualTo("sitecapture");
        assertThat(change.receivedAt()).isEqualTo(context.clock().instant());
        assertThat(change.repeatOf()).isEmpty();
        assertThat(StatusChangeBuilder.statusChange().build().id()).isNotEqualTo(change.id());
        change.body()[0] = 'x';
        assertThat(change.body()[0]).isEqualTo((byte) '{');
    }

    @Test
    void whatIsSetIsThere() {
        StatusChange first = StatusChangeBuilder.statusChange().build();
        StatusChange change = StatusChangeBuilder.statusChange()
                .id("01930000-0000-7000-8000-000000000001")
                .connection("other")
                .projectId("P-1")
                .status("")
                .workflowState("")
                .receivedAt(Instant.EPOCH.plusNanos(1_999_999))
                .repeatOf(first)
                .build();
        assertThat(change.id()).isEqualTo("01930000-0000-7000-8000-000000000001");
        assertThat(change.connection()).isEqualTo("other");
        assertThat(change.field("project_id")).hasValue("P-1");
        assertThat(change.status()).isEmpty();
        assertThat(change.workflowState()).isEmpty();
        assertThat(change.receivedAt()).isEqualTo(Instant.EPOCH.plusMillis(1));
        assertThat(change.repeatOf()).hasValue(first.id());
        assertThat(new String(change.body(), StandardCharsets.UTF_8)).startsWith("{\"project_id\": \"P-1\",");
    }

    @Test
    void aCapturedBodyIsTakenAsItIs() {
        byte[] body = "{ }".getBytes(StandardCharsets.UTF_8);
        StatusChange change = StatusChangeBuilder.statusChange()
                .body(body, Map.of("event", "status_change"))
                .build();
        assertThat(change.body()).isEqualTo(body);
        assertThat(change.field("event")).hasValue("status_change");
        assertThat(change.field("status")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb"})
    void whatSitehookWouldNotReadIsRefused(String projectId) {
        StatusChangeBuilder builder = StatusChangeBuilder.statusChange();
        assertThatThrownBy(() -> builder.projectId(projectId)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.projectId("x".repeat(201))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.field("status", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> DeliveryBuilder.deliveryOf(builder.build(), "h").attempt(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsAreTrimmedAndBlankOnesAreNotSet() {
        context.set("directory", "  /x ").set("user", " ");
        assertThat(context.require("directory")).isEqualTo("/x");
        assertThat(context.setting("user")).isEmpty();
        assertThatThrownBy(() -> context.require("user"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("sitehook.handler.write-file.user", "SITEHOOK_HANDLER_WRITE_FILE_USER");
    }

    @Test
    void theClockMovesInAllZones() {
        Clock elsewhere = context.clock().withZone(ZoneOffset.ofHours(3));
        Instant before = elsewhere.instant();
        context.clock().advance(Duration.ofMinutes(1));
        assertThat(elsewhere.instant()).isEqualTo(before.plusSeconds(60));
        assertThat(elsewhere.getZone()).isEqualTo(ZoneOffset.ofHours(3));
        context.clock().set(Instant.EPOCH);
        assertThat(elsewhere.instant()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void theLoggerKeepsItsLines() {
        context.logger().log(INFO, "written {0}");
        context.logger().log(DEBUG, "written {0} of {1}", 1, 2);
        context.logger().log(DEBUG, () -> "later");
        context.logger().log(WARNING, "failed", new IOException("gone"));
        context.logger().log(OFF, "never");
        assertThat(context.logger().getName()).isEqualTo("sitehook.handler.write-file");
        assertThat(context.logger().lines())
                .containsExactly(
                        "INFO written {0}",
                        "DEBUG written 1 of 2", "DEBUG later", "WARNING failed (java.io.IOException: gone)");
    }
}
