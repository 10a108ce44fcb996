package io.sitehook.handle;

import io.sitehook.spi.StatusChangeHandler;
import java.util.concurrent.Callable;

/**
 * A handler that comes with the web application and is made by settings, without a jar.
 *
 * @param name the handler's name
 * @param version of the web application, empty if not known
 * @param factory makes the handler; what is wrong with its settings is thrown, with a message for the operator
 */
public record BuiltIn(String name, String version, Callable<StatusChangeHandler> factory) {
    /** The class loader they share: a loader of their own tells them from handlers on the class path. */
    static ClassLoader loader(ClassLoader webApplication) {
        return new ClassLoader(HandlerUnit.BUILT_IN, webApplication) {};
    }

    Provider provider() {
        return new Provider(name, type -> new HandlerUnit(HandlerUnit.BUILT_IN, version, ""), factory);
    }
}
