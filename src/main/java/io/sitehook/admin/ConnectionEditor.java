package io.sitehook.admin;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connections, to be looked at and changed. Calls block until a change is stored and in force. */
public interface ConnectionEditor {

    /**
     * What a person fills in; null leaves it as it is, or as it is by default.
     *
     * @param apiKey empty: it is not checked any more
     */
    record Change(
            @Nullable String hmacSecret,
            @Nullable String apiKey,
            @Nullable String hmacSecretEncoding,
            @Nullable String hmacAlgorithm,
            @Nullable String signatureEncoding,
            @Nullable Boolean allStates,
            @Nullable Boolean withoutState,
            @Nullable List<String> states,
            @Nullable Integer duplicateWindowSeconds,
            @Nullable Integer unreadableAnswer,
            Fetch fetch,
            Retention retention) {

        /** Without the secrets. */
        @Override
        public String toString() {
            return "Change[" + states + "]";
        }
    }

    /**
     * The part of it about SiteCapture's REST API, the sweep and the silence alarm.
     *
     * @param restUser empty: there is no access any more
     * @param sweepIntervalSeconds 0: it is not swept
     * @param silenceAlarmSeconds 0: it is never called silent
     */
    record Fetch(
            @Nullable String restUrl,
            @Nullable String restUser,
            @Nullable String restPassword,
            @Nullable String restZone,
            @Nullable Integer restConcurrency,
            @Nullable Integer restRequestsPerSecond,
            @Nullable Integer sweepIntervalSeconds,
            @Nullable List<String> sweepStates,
            @Nullable Integer silenceAlarmSeconds) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Fetch[" + sweepStates + "]";
        }
    }

    /**
     * The part of it about how long events are kept, written as in the settings; empty: as the general ones say.
     *
     * @param count how many events
     */
    record Retention(
            @Nullable String finished,
            @Nullable String dead,
            @Nullable String parked,
            @Nullable String count) {}

    /** A change that can't be made. */
    sealed interface Refusal {
        /** The input is wrong: all that is. */
        record Wrong(List<Problem.Field> problems) implements Refusal {}

        /** There is no such connection. */
        record Unknown() implements Refusal {}

        /** It can't be done as things are, for a reason in words. */
        record Conflict(String reason) implements Refusal {}
    }

    /** All, by name. */
    List<ConnectionView> all();

    /** One, empty if there is none of that name. */
    Optional<ConnectionView> find(String name);

    /** Workflow states that were seen, over all connections. */
    List<String> seenStates();

    /** All that is wrong with a change; it is not made. A name that is not there begins with the defaults. */
    List<Problem.Field> wrong(String name, Change change);

    /** Makes one; empty if it was made. */
    Optional<Refusal> create(String name, Change change, String user);

    /** Changes one; empty if it was changed. */
    Optional<Refusal> change(String name, Change change, String user);

    /** Sets what it does with posts: {@code active}, {@code paused} or {@code deactivated}. */
    Optional<Refusal> setActivity(String name, String from, String to, String user);

    /** Makes the current secret the previous one, and this one the current. */
    Optional<Refusal> rotate(String name, String hmacSecret, String user);

    /** Forgets the previous secret. */
    Optional<Refusal> dropPrevious(String name, String user);
}
