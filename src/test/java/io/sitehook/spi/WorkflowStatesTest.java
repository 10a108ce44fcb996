package io.sitehook.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowStatesTest {
    private static final Optional<String> COMPLETE = Optional.of("COMPLETE");
    private static final Optional<String> NONE = Optional.empty();

    @Test
    void namedCodesAreComparedExactly() {
        WorkflowStates states = WorkflowStates.of("COMPLETE", "NEW");
        assertThat(states.includes(COMPLETE)).isTrue();
        assertThat(states.includes(Optional.of("complete"))).isFalse();
        assertThat(states.includes(Optional.of("COMPLETE "))).isFalse();
        assertThat(states.includes(NONE)).isFalse();
        assertThat(states.codes()).containsExactlyInAnyOrder("NEW", "COMPLETE");
        assertThat(states.includesAll()).isFalse();
        assertThat(states.includesWithoutState()).isFalse();
        assertThat(states).hasToString("COMPLETE, NEW");
    }

    @Test
    void allHasEverything() {
        WorkflowStates states = WorkflowStates.all();
        assertThat(states.includes(Optional.of("ANY"))).isTrue();
        assertThat(states.includes(NONE)).isTrue();
        assertThat(states.includesAll()).isTrue();
        assertThat(states.includesWithoutState()).isTrue();
        assertThat(states.codes()).isEmpty();
        assertThat(states).hasToString("all states");
    }

    @Test
    void withoutStateHasOnlyThose() {
        WorkflowStates states = WorkflowStates.withoutState();
        assertThat(states.includes(NONE)).isTrue();
        assertThat(states.includes(COMPLETE)).isFalse();
        assertThat(states).hasToString("without a state");
    }

    @Test
    void setsAreJoinedAndStayAsTheyAre() {
        WorkflowStates named = WorkflowStates.of("COMPLETE");
        WorkflowStates both = named.and(WorkflowStates.withoutState());
        assertThat(both.includes(NONE)).isTrue();
        assertThat(both.includes(COMPLETE)).isTrue();
        assertThat(both.includes(Optional.of("NEW"))).isFalse();
        assertThat(both).hasToString("COMPLETE, without a state");
        assertThat(named.includes(NONE)).isFalse();
        assertThat(named.and(WorkflowStates.all()).includesAll()).isTrue();
        assertThat(WorkflowStates.of("A").and(WorkflowStates.of("B")))
                .isEqualTo(WorkflowStates.of("B", "A"))
                .hasSameHashCodeAs(WorkflowStates.of("B", "A"))
                .isNotEqualTo(WorkflowStates.of("A"));
    }

    @Test
    void theCallersArrayMayChangeLater() {
        String[] codes = {"COMPLETE"};
        WorkflowStates states = WorkflowStates.of(codes);
        codes[0] = "NEW";
        assertThat(states.codes()).containsExactly("COMPLETE");
        assertThatThrownBy(() -> states.codes().add("NEW")).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void blankCodesAreRefused(String code) {
        assertThatThrownBy(() -> WorkflowStates.of("COMPLETE", code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not blank");
    }

    @Test
    void lengthsAreBounded() {
        assertThat(WorkflowStates.of("x".repeat(200)).codes()).hasSize(1);
        assertThatThrownBy(() -> WorkflowStates.of("x".repeat(201))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(WorkflowStates::of)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name at least one");
    }
}
