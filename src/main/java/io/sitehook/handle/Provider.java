package io.sitehook.handle;

import io.sitehook.spi.StatusChangeHandler;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A handler class that a service file names, or a handler that is made without one.
 *
 * @param className as the file has it; for one without, the handler's name
 * @param unit tells where the class comes from
 * @param factory makes the handler; null if its class is to be loaded by its name
 */
record Provider(
        String className,
        Function<Class<?>, HandlerUnit> unit,
        @Nullable Callable<StatusChangeHandler> factory) {

    Provider(String className, Function<Class<?>, HandlerUnit> unit) {
        this(className, unit, null);
    }
}
