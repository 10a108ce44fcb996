package example;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;

/** One post. */
@Entity
public class Event {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    private Long id;

    private Instant receivedAt;
    private String projectId;
    private String status;
    private String workflowState;
    private byte[] body;

    /** For JPA. */
    protected Event() {}

    Event(Instant receivedAt, String projectId, String status, String workflowState, byte[] body) {
        this.receivedAt = receivedAt;
        this.projectId = projectId;
        this.status = status;
        this.workflowState = workflowState;
        this.body = body;
    }

    /** Its number. */
    public Long getId() {
        return id;
    }
}
