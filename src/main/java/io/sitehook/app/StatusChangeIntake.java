package io.sitehook.app;

import io.sitehook.receive.StatusChangeReader;
import io.sitehook.receive.StatusChangeReading;
import io.sitehook.relay.StatusChanges;
import io.sitehook.store.Inbox;
import io.sitehook.store.Incoming;
import io.sitehook.store.Receipt;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** Takes status changes that somebody puts in: read as strictly as posts, and never taken for a duplicate. */
final class StatusChangeIntake implements StatusChanges {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

    private final StatusChangeReader reader = new StatusChangeReader();
    private final Inbox inbox;

    StatusChangeIntake(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public CompletableFuture<Receipt> put(byte[] body, String connection, String by, String remoteAddress)
            throws UnusableException {
        if (!NAME.matcher(connection).matches()) {
            throw new UnusableException("connection", "a connection's name is 1 to 64 of a to z, 0 to 9 and -");
        }
        if (body.length > LONGEST) {
            throw new UnusableException("body", "it is longer than " + LONGEST + " bytes");
        }
        StatusChangeReading reading = reader.read(body, null);
        if (reading.content() instanceof Incoming.Unreadable unreadable) {
            throw new UnusableException("body", unreadable.reason());
        }
        return inbox.store(new Incoming(
                connection,
                reading.maskedBody(),
                HexFormat.of().parseHex(Digests.sha256(body)),
                reading.content(),
                true,
                Duration.ZERO,
                by,
                new Incoming.Origin(remoteAddress, null, null)));
    }
}
