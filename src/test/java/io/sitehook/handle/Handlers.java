package io.sitehook.handle;

import io.sitehook.spi.StatusChangeHandler;
import java.util.Arrays;
import java.util.List;

/** Catalogs of handlers written in the test itself, for tests that are not about loading. */
public final class Handlers {
    private Handlers() {}

    /** A catalog of these handlers, which are not started; closing it stops them. */
    public static HandlerCatalog catalog(StatusChangeHandler... handlers) {
        OpenUnit unit = new OpenUnit("test.jar", Handlers.class.getClassLoader(), List.of(), "0".repeat(64), () -> {});
        return new HandlerCatalog(
                List.of(new Generation(
                        unit, Arrays.stream(handlers).map(Handlers::loaded).toList())),
                List.of());
    }

    /** One handler, as from a jar {@code test.jar} of version 1. */
    public static LoadedHandler loaded(StatusChangeHandler handler) {
        return new LoadedHandler(
                handler.name(),
                handler.states(),
                new HandlerUnit("test.jar", "1", "0".repeat(64)),
                handler,
                handler.getClass().getClassLoader());
    }
}
