package io.sitehook.app;

import io.sitehook.admin.Audit;
import io.sitehook.store.AuditTrail;
import io.sitehook.store.Store;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes what people do into the audit trail, and a line of it into the log, which also tells it while the store is down. */
final class AdminAudit implements Audit {
    private static final System.Logger LOGGER = System.getLogger(AdminAudit.class.getName());
    private static final int LONGEST = 256;

    private final Supplier<@Nullable Store> store;

    /** @param store the store if it is open, else null */
    AdminAudit(Supplier<@Nullable Store> store) {
        this.store = store;
    }

    @Override
    public void record(String user, String action, String target, String detail, String remoteAddress) {
        String who = printable(user);
        LOGGER.log(
                Level.INFO,
                "admin: " + who + " from " + remoteAddress + ": " + action
                        + (target.isEmpty() ? "" : " " + printable(target))
                        + (detail.isEmpty() ? "" : " (" + printable(detail) + ")"));
        Store open = store.get();
        if (open != null) {
            CompletableFuture<Long> unused = open.auditTrail()
                    .record(new AuditTrail.Action(who, action, target, detail, remoteAddress))
                    .whenComplete((id, failure) -> {
                        if (failure != null) {
                            LOGGER.log(Level.WARNING, "what " + who + " did is in the log alone: " + failure);
                        }
                    });
        }
    }

    /** On one line, and not too long. */
    private static String printable(String text) {
        String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}\\p{Cn}]", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
