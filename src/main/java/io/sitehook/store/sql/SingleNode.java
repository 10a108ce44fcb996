package io.sitehook.store.sql;

import io.sitehook.store.Nodes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** The one server of a store that is for one. */
final class SingleNode implements Nodes {
    private final String name;
    private final String version;
    private final Clock clock;
    private final LongSupplier stored;
    private final Instant startedAt;
    private volatile List<Handler> handlers = List.of();

    SingleNode(String name, String version, Clock clock, LongSupplier stored) {
        this.name = name;
        this.version = version;
        this.clock = clock;
        this.stored = stored;
        startedAt = clock.instant();
    }

    @Override
    public String self() {
        return name;
    }

    @Override
    public CompletableFuture<Void> register(Collection<Handler> all) {
        handlers = List.copyOf(all);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public List<Handler> elsewhere() {
        return List.of();
    }

    @Override
    public List<Node> all() {
        return List.of(new Node(name, version, startedAt, clock.instant(), true, true, handlers));
    }

    @Override
    public boolean isMyTurn(String work, Duration time) {
        return true;
    }

    @Override
    public long storedHere() {
        return stored.getAsLong();
    }
}
