package example;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Stores a post in a transaction of its own. */
@Service
public class EventService {
    private final EventRepository events;
    private final ObjectMapper json;

    EventService(EventRepository events, ObjectMapper json) {
        this.events = events;
        this.json = json;
    }

    /** Stores it, and gives its number. */
    @Transactional
    public Long store(byte[] body) throws IOException {
        JsonNode event = json.readTree(body);
        return events.save(new Event(
                        Instant.now(),
                        event.path("project_id").asText(),
                        event.path("status").asText(),
                        event.path("workflow_state").asText(),
                        body))
                .getId();
    }
}
