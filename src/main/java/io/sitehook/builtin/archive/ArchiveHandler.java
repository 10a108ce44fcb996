package io.sitehook.builtin.archive;

import io.sitehook.builtin.options.OneLine;
import io.sitehook.builtin.options.Options;
import io.sitehook.spi.Delivery;
import io.sitehook.spi.HandlerContext;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.SiteCaptureException;
import io.sitehook.spi.StatusChange;
import io.sitehook.spi.StatusChangeHandler;
import io.sitehook.spi.WorkflowStates;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a project's data, photos and report. Every attempt looks at what is there and fetches what is not, so it can be
 * ended anywhere and begun again. Some time after all was there it looks a second time, for photos that were still on
 * their way when the project changed its state: the delivery waits for that as for a retry, durably, and a later status
 * change of the project, whose own look sees the same, replaces it.
 */
public final class ArchiveHandler implements StatusChangeHandler {
    private static final Duration BEFORE_THE_DEADLINE = Duration.ofSeconds(5);
    private static final Duration GOES_ON = Duration.ofSeconds(1);

    private final String name;
    private final ArchiveOptions options;
    private @Nullable HandlerContext context;
    private @Nullable Shelf shelf;

    /**
     * An archive of these settings.
     *
     * @throws IllegalArgumentException with all that is wrong with them
     */
    public ArchiveHandler(Options options) {
        this.name = options.handler();
        this.options = ArchiveOptions.read(options);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public WorkflowStates states() {
        return options.states();
    }

    /** A share or a service that is away for a while must not keep the handler away for good: so it only warns. */
    @Override
    public void start(HandlerContext given) throws InterruptedException {
        context = given;
        Shelf made = options.shelf(given.clock());
        try {
            made.open();
        } catch (IOException e) {
            given.logger()
                    .log(
                            System.Logger.Level.WARNING,
                            e.getMessage() + ". Deliveries fail, and are tried again, until it is mended. "
                                    + OneLine.of(String.valueOf(e.getCause())));
        }
        shelf = made;
    }

    @Override
    public Outcome handle(Delivery delivery) throws IOException, InterruptedException {
        HandlerContext surroundings = Objects.requireNonNull(context);
        StatusChange change = delivery.change();
        String folder = Names.of(change.connection()) + "/" + Names.of(change.projectId());
        Clock clock = surroundings.clock();
        Instant lastMoment = delivery.deadline().minus(BEFORE_THE_DEADLINE);
        Shelf open = Objects.requireNonNull(shelf);
        Look look = new Look(
                open,
                surroundings.siteCapture(change.connection()),
                options,
                folder,
                () -> clock.instant().isAfter(lastMoment));
        Manifest before = Manifest.read(open.read(folder + "/" + Manifest.NAME));
        boolean whole;
        try {
            whole = look.run(change.projectId(), before);
        } catch (SiteCaptureException e) {
            Optional<Duration> asked = e.retryAfter();
            if (asked.isPresent()) {
                return Outcome.retryAfter(asked.get(), String.valueOf(e.getMessage()));
            }
            throw e;
        }
        Instant firstLook = change.id().equals(before.event()) ? before.lookedAt() : null;
        if (whole && firstLook == null) {
            firstLook = clock.instant();
        }
        byte[] manifest =
                new Manifest(change.id(), firstLook, look.files()).write(change.connection(), change.projectId());
        open.write(folder + "/" + Manifest.NAME, manifest, "application/json");
        open.sync(folder);
        if (!whole || firstLook == null) {
            return Outcome.retryAfter(GOES_ON, "the time is up, the next attempt goes on: " + look.describe());
        }
        return outcome(look, Duration.between(clock.instant(), firstLook.plus(options.secondLook())));
    }

    /** @param left until the second look, zero or negative if this was it */
    private Outcome outcome(Look look, Duration left) {
        if (!left.isNegative() && !left.isZero()) {
            return Outcome.retryAfter(left, "first look: " + look.describe() + ". A second look follows");
        }
        return look.missing().isEmpty() ? Outcome.done(look.describe()) : Outcome.retry(look.describe());
    }
}
