package io.sitehook.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection, for people: everything but its secrets.
 *
 * @param source {@code file} or {@code page}
 * @param editable whether it can be changed here
 * @param url what to paste into SiteCapture's form
 * @param secrets current and previous
 * @param rest access to SiteCapture's REST API, null if there is none
 * @param sweep how it is swept, null if it is not
 * @param silence when it is called silent, null if never
 * @param retention how long its events are kept
 * @param problem why it does not work as configured, in words; null if it does
 */
public record ConnectionView(
        String name,
        String source,
        boolean editable,
        @Nullable String url,
        String activity,
        boolean allStates,
        boolean withoutState,
        List<String> states,
        boolean hasApiKey,
        List<SecretView> secrets,
        int duplicateWindowSeconds,
        String signatureEncoding,
        String hmacAlgorithm,
        String hmacSecretEncoding,
        int unreadableAnswer,
        @Nullable Instant lastEventAt,
        @Nullable RestView rest,
        @Nullable SweepView sweep,
        @Nullable SilenceView silence,
        RetentionView retention,
        @Nullable String problem) {

    /**
     * A secret, without itself.
     *
     * @param label {@code current} or {@code previous}
     * @param lastUsedAt when a signature last fitted it, null if none did
     * @param lastForm how that one was written
     * @param since when it was set here, null if it stands in the settings
     */
    public record SecretView(
            String label,
            boolean set,
            @Nullable Instant lastUsedAt,
            @Nullable String lastForm,
            @Nullable Instant since) {}

    /**
     * Access to SiteCapture's REST API, without the password.
     *
     * @param zone in which the API reads times
     */
    public record RestView(String url, String user, String zone, int concurrency, int requestsPerSecond) {}

    /**
     * The sweep for status changes that no webhook told of.
     *
     * @param states which values of a project's status are taken for its workflow state
     * @param endedAt when the last one that came to its end did, null if none did yet
     * @param lastFound how many events that one put in
     * @param found how many all put in
     * @param failedAt when the last one failed, null if it went well or the server has made none since it started
     * @param failure why that one failed, in words
     */
    public record SweepView(
            long intervalSeconds,
            List<String> states,
            @Nullable Instant endedAt,
            long lastFound,
            long found,
            @Nullable Instant failedAt,
            @Nullable String failure) {}

    /**
     * The alarm for a connection that has fallen silent.
     *
     * @param since when something came in last, if that is longer ago than the alarm allows; null if it is not
     */
    public record SilenceView(long alarmSeconds, @Nullable Instant since) {}

    /**
     * How long its events are kept. What it has of its own is written as in the settings, empty if it has none.
     *
     * @param general what the settings say for all
     * @param holds what holds for it
     */
    public record RetentionView(
            String finished,
            String dead,
            String parked,
            String count,
            AboutResource.Limits general,
            AboutResource.Limits holds) {}

    ConnectionView withUrl(String address) {
        return new ConnectionView(
                name,
                source,
                editable,
                address,
                activity,
                allStates,
                withoutState,
                states,
                hasApiKey,
                secrets,
                duplicateWindowSeconds,
                signatureEncoding,
                hmacAlgorithm,
                hmacSecretEncoding,
                unreadableAnswer,
                lastEventAt,
                rest,
                sweep,
                silence,
                retention,
                problem);
    }
}
