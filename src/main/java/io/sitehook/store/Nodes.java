package io.sitehook.store;

import io.sitehook.spi.WorkflowStates;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The servers that work on one store. On a store for one server, that is this one alone.
 *
 * <p>Each server says which handlers it has, so that an event is routed the same whichever server routes it, also while
 * servers are changed over to another version one by one.
 */
public interface Nodes {

    /** This server's name in leases and attempts. */
    String self();

    /**
     * What a server's handler takes.
     *
     * @param name the handler's name
     * @param kind the kind of event
     * @param states the workflow states
     * @param latest whether an event replaces a failed one of its project
     * @param version of its jar, empty if unknown
     */
    record Handler(String name, String kind, WorkflowStates states, boolean latest, String version) {}

    /**
     * A server.
     *
     * @param name its name
     * @param version of Sitehook
     * @param startedAt when it began to work
     * @param seenAt when it was last heard of
     * @param alive whether it was heard of lately
     * @param self whether it is this one
     * @param handlers what it has
     */
    record Node(
            String name,
            String version,
            Instant startedAt,
            Instant seenAt,
            boolean alive,
            boolean self,
            List<Handler> handlers) {}

    /** Says which handlers this server has, instead of those from before. */
    CompletableFuture<Void> register(Collection<Handler> handlers);

    /** The handlers of the other servers, as known here: at most some seconds old. Does not block. */
    List<Handler> elsewhere();

    /** All servers, by name. */
    List<Node> all();

    /**
     * Whether this server is the one to do some work that only one should do, such as the sweep. If so, it is for that
     * time; it may ask again before that is over.
     *
     * @param work what it is
     * @param time how long others keep off it
     */
    boolean isMyTurn(String work, Duration time);

    /** How many posts this server has stored from the beginning, read from the database. */
    long storedHere();
}
