package io.sitehook.app;

import io.sitehook.admin.ConnectionEditor.Change;
import io.sitehook.admin.ConnectionEditor.Fetch;
import io.sitehook.admin.ConnectionEditor.Retention;
import io.sitehook.admin.Problem;
import io.sitehook.config.ConnectionForm;
import io.sitehook.config.FetchForm;
import io.sitehook.config.RetentionForm;
import io.sitehook.config.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Forms with something changed. */
final class Forms {
    private static final String NOT_GIVEN_ANEW = "is needed anew with another restUrl, since it is sent there";

    private Forms() {}

    /** With what a person filled in; the rest as it was. */
    static ConnectionForm changed(ConnectionForm form, Change change) {
        String apiKey = change.apiKey();
        return new ConnectionForm(
                form.name(),
                change.hmacSecret() == null ? form.hmacSecret() : new Secret(change.hmacSecret()),
                form.hmacSecretPrevious(),
                apiKey == null ? form.apiKey() : apiKey.isEmpty() ? null : new Secret(apiKey),
                Objects.requireNonNullElse(change.hmacSecretEncoding(), form.hmacSecretEncoding()),
                Objects.requireNonNullElse(change.hmacAlgorithm(), form.hmacAlgorithm()),
                Objects.requireNonNullElse(change.signatureEncoding(), form.signatureEncoding()),
                Objects.requireNonNullElse(change.allStates(), form.allStates()),
                Objects.requireNonNullElse(change.withoutState(), form.withoutState()),
                Objects.requireNonNullElse(change.states(), form.states()),
                form.activity(),
                Objects.requireNonNullElse(change.duplicateWindowSeconds(), form.duplicateWindowSeconds()),
                Objects.requireNonNullElse(change.unreadableAnswer(), form.unreadableAnswer()),
                changed(form.fetch(), change.fetch()),
                changed(form.retention(), change.retention()));
    }

    private static FetchForm changed(FetchForm form, Fetch change) {
        String user = Objects.requireNonNullElse(change.restUser(), form.restUser());
        String password = change.restPassword();
        // Without a user nothing of the access is kept: a URL that nobody sees must not come to life again later.
        FetchForm access = user.isEmpty() ? FetchForm.EMPTY : form;
        return new FetchForm(
                Objects.requireNonNullElse(change.restUrl(), access.restUrl()),
                user,
                user.isEmpty() ? null : password == null ? form.restPassword() : new Secret(password),
                Objects.requireNonNullElse(change.restZone(), access.restZone()),
                Objects.requireNonNullElse(change.restConcurrency(), access.restConcurrency()),
                Objects.requireNonNullElse(change.restRequestsPerSecond(), access.restRequestsPerSecond()),
                Objects.requireNonNullElse(change.sweepIntervalSeconds(), form.sweepIntervalSeconds()),
                Objects.requireNonNullElse(change.sweepStates(), form.sweepStates()),
                Objects.requireNonNullElse(change.silenceAlarmSeconds(), form.silenceAlarmSeconds()));
    }

    private static RetentionForm changed(RetentionForm form, Retention change) {
        return new RetentionForm(
                Objects.requireNonNullElse(change.finished(), form.finished()),
                Objects.requireNonNullElse(change.dead(), form.dead()),
                Objects.requireNonNullElse(change.parked(), form.parked()),
                Objects.requireNonNullElse(change.count(), form.count()));
    }

    /**
     * What is missing if the REST API's URL is another now. Secrets that are stored go to the place that they were
     * given for, and nowhere else: otherwise whoever finds an open browser could have them sent to himself.
     */
    static List<Problem.Field> notGivenAnew(ConnectionForm before, ConnectionForm after, Change change) {
        if (after.fetch().restUser().isEmpty()
                || before.fetch().restUrl().equals(after.fetch().restUrl())) {
            return List.of();
        }
        List<Problem.Field> problems = new ArrayList<>();
        if (change.fetch().restPassword() == null) {
            problems.add(new Problem.Field("restPassword", NOT_GIVEN_ANEW));
        }
        if (change.apiKey() == null) {
            problems.add(new Problem.Field("apiKey", NOT_GIVEN_ANEW));
        }
        return problems;
    }

    static ConnectionForm withActivity(ConnectionForm form, String activity) {
        return copy(form, form.hmacSecret(), form.hmacSecretPrevious(), activity);
    }

    static ConnectionForm withSecrets(ConnectionForm form, @Nullable Secret current, @Nullable Secret previous) {
        return copy(form, current, previous, form.activity());
    }

    private static ConnectionForm copy(
            ConnectionForm form, @Nullable Secret current, @Nullable Secret previous, String activity) {
        return new ConnectionForm(
                form.name(),
                current,
                previous,
                form.apiKey(),
                form.hmacSecretEncoding(),
                form.hmacAlgorithm(),
                form.signatureEncoding(),
                form.allStates(),
                form.withoutState(),
                form.states(),
                activity,
                form.duplicateWindowSeconds(),
                form.unreadableAnswer(),
                form.fetch(),
                form.retention());
    }
}
