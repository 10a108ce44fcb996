package io.sitehook.receive;

import io.sitehook.store.Inbox;
import io.sitehook.store.Incoming;
import io.sitehook.store.Receipt;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Keeps what it is given, and answers as the test says. */
final class FakeInbox implements Inbox {
    static final String EVENT = "01939d2e-0000-7000-8000-000000000001";

    private final List<Incoming> stored = new CopyOnWriteArrayList<>();
    private volatile Function<Incoming, CompletableFuture<Receipt>> behaviour = FakeInbox::asTold;

    @Override
    public CompletableFuture<Receipt> store(Incoming incoming) {
        stored.add(incoming);
        return behaviour.apply(incoming);
    }

    void behave(Function<Incoming, CompletableFuture<Receipt>> newBehaviour) {
        behaviour = newBehaviour;
    }

    List<Incoming> stored() {
        return stored;
    }

    Incoming last() {
        return stored.get(stored.size() - 1);
    }

    static CompletableFuture<Receipt> asTold(Incoming incoming) {
        Receipt.Result result = Receipt.Result.STORED;
        if (incoming.content() instanceof Incoming.Unreadable) {
            result = Receipt.Result.UNREADABLE;
        } else if (!incoming.selected()) {
            result = Receipt.Result.IGNORED;
        }
        return CompletableFuture.completedFuture(new Receipt(EVENT, result));
    }
}
