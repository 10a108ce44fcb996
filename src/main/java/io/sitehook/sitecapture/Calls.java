package io.sitehook.sitecapture;

import io.sitehook.sitecapture.Exchange.Answer;
import io.sitehook.spi.SiteCaptureException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes GET requests within the connection's pace, and tries again what may pass. */
final class Calls {
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int REDIRECT = 300;
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final List<Duration> WAITS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(9));
    /** A longer one is handed to the caller, whose delivery can wait better than a thread. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final double JITTER = 0.2;

    private final Account account;
    private final Login login;
    private final Exchange exchange;
    private final Pace pace;
    private final Time time;
    private final Clock clock;
    private final DoubleSupplier random;

    /** @param random from 0 to 1 */
    Calls(Account account, Exchange exchange, Time time, Clock clock, DoubleSupplier random) {
        this.account = account;
        this.login = new Login(account);
        this.exchange = exchange;
        this.pace = new Pace(time, account.concurrency(), account.requestsPerSecond());
        this.time = time;
        this.clock = clock;
        this.random = random;
    }

    /** Why a try failed, and how long to wait for the next; null: there is no use in a next one. */
    private record Failure(
            SiteCaptureException reason, @Nullable Duration again) {}

    /**
     * Gets what the intake makes of the answer.
     *
     * @param path from {@code /customer_api/} on, encoded
     * @param what it is, in words for messages
     * @param intakes makes a new one for each try
     */
    <T> T get(String path, String what, Supplier<Intake<T>> intakes) throws IOException, InterruptedException {
        URI url = URI.create(account.url().toString().replaceAll("/+$", "") + "/customer_api/" + path);
        HttpRequest request =
                login.sign(HttpRequest.newBuilder(url)).header("Accept", "*/*").build();
        Failure failure;
        int tries = 0;
        do {
            checkPause(what);
            Intake<T> intake = intakes.get();
            boolean taken = false;
            pace.enter();
            try {
                Answer answer = exchange.run(request, intake);
                if (answer.status() == OK) {
                    T result = intake.end();
                    taken = true;
                    return result;
                }
                failure = refused(what, answer, tries);
            } catch (LocalFileException e) {
                throw e.problem();
            } catch (UnwantedException e) {
                failure = new Failure(
                        SiteCaptureException.answered(
                                asked(what) + "was answered 200 with " + login.hide(String.valueOf(e.getMessage()))
                                        + "; nothing of it was kept",
                                OK,
                                null),
                        wait(tries));
            } catch (IOException e) {
                failure = new Failure(
                        SiteCaptureException.failed(
                                asked(what) + "failed: "
                                        + Words.of(login.hide(e.getClass().getSimpleName() + ": " + e.getMessage())),
                                null),
                        wait(tries));
            } finally {
                pace.leave();
                if (!taken) {
                    intake.abandon();
                }
            }
            tries++;
            if (failure.again() != null) {
                time.sleep(failure.again());
            }
        } while (failure.again() != null);
        throw failure.reason();
    }

    /** Waits through a short pause that the server asked for; a long one ends the call before it begins. */
    private void checkPause(String what) throws SiteCaptureException {
        Duration left = pace.pauseLeft();
        if (left.compareTo(LONGEST_WAIT) > 0) {
            throw SiteCaptureException.answered(
                    asked(what) + "was not made: the server has asked to wait, for " + left.toSeconds() + " s more",
                    TOO_MANY,
                    left);
        }
    }

    private Failure refused(String what, Answer answer, int tries) throws IOException {
        int status = answer.status();
        // Hidden before it is cut, as half a secret is still one.
        String said = Words.of(
                login.hide(ErrorText.of(String.valueOf(answer.body().end()), Exchange.contentType(answer.headers()))));
        String message = asked(what) + "was answered " + status + ", " + said;
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            String prefix = "sitehook.connections." + account.connection() + ".";
            return new Failure(
                    SiteCaptureException.answered(
                            "the login of the connection " + account.connection() + " was refused: " + message
                                    + ". Check " + prefix + "rest-user, rest-password and api-key",
                            status,
                            null),
                    null);
        }
        if (status >= REDIRECT && status < CLIENT_ERROR) {
            return new Failure(
                    SiteCaptureException.answered(
                            message + ". Redirects are not followed, as that would hand on the login; check"
                                    + " sitehook.connections." + account.connection() + ".rest-url",
                            status,
                            null),
                    null);
        }
        boolean mayPass = status == TOO_MANY || status == REQUEST_TIMEOUT || status >= SERVER_ERROR;
        Duration asked = mayPass ? RetryAfter.of(answer.headers(), clock) : null;
        if (asked != null) {
            pace.pause(asked);
        }
        SiteCaptureException reason = SiteCaptureException.answered(message, status, asked);
        if (!mayPass || (asked != null && asked.compareTo(LONGEST_WAIT) > 0)) {
            return new Failure(reason, null);
        }
        Duration wait = wait(tries);
        return new Failure(reason, wait == null || asked == null ? wait : asked);
    }

    private @Nullable Duration wait(int tries) {
        if (tries >= WAITS.size()) {
            return null;
        }
        double factor = 1 + JITTER * (2 * random.getAsDouble() - 1);
        return Duration.ofMillis(Math.round(WAITS.get(tries).toMillis() * factor));
    }

    private String asked(String what) {
        return "connection " + account.connection() + ": the request for " + what + " ";
    }
}
