package example;

import static java.lang.System.Logger.Level.INFO;

import io.sitehook.spi.*;

/** Writes one line into the server's log for every status change. */
public class LogStatus implements StatusChangeHandler {
    private System.Logger log;

    public String name() {
        return "log";
    }

    public WorkflowStates states() {
        return WorkflowStates.all();
    }

    public void start(HandlerContext context) {
        log = context.logger();
    }

    public Outcome handle(Delivery delivery) {
        StatusChange change = delivery.change();
        String state = change.workflowState().orElse("no state");
        String line = "project %s: %.100s (%.100s), event %s, attempt %s"
                .formatted(change.projectId(), change.status(), state, change.id(), delivery.attempt());
        log.log(INFO, line.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?")); // one event, one line
        return Outcome.done();
    }
}
