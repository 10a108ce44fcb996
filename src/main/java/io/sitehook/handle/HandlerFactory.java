package io.sitehook.handle;

import io.sitehook.spi.StatusChangeHandler;
import io.sitehook.spi.WorkflowStates;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a handler of a class name: loads, checks, constructs, and asks for its name and states. */
final class HandlerFactory {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final String FIX = "Mend the handler, then replace the jar.";

    private static final int LONGEST_LIST_OF_PROBLEMS = 2_000;

    private HandlerFactory() {}

    /**
     * Makes the handler; it is not started.
     *
     * @throws RefusedException for whatever is wrong with it, errors of its own code included
     */
    static LoadedHandler make(Provider provider, ClassLoader loader) throws RefusedException {
        return ForeignCode.during(loader, () -> makeInContext(provider, loader));
    }

    private static LoadedHandler makeInContext(Provider provider, ClassLoader loader) throws RefusedException {
        StatusChangeHandler handler = provider.factory() == null
                ? construct(load(provider.className(), loader))
                : bySettings(provider.factory());
        String name = name(handler);
        WorkflowStates states = call("Its method states()", handler::states);
        if (states == null) {
            throw new RefusedException(
                    "Its method states() returned null.", "Let it return WorkflowStates.all() or others.");
        }
        return new LoadedHandler(name, states, provider.unit().apply(handler.getClass()), handler, loader);
    }

    private static StatusChangeHandler bySettings(Callable<StatusChangeHandler> factory) throws RefusedException {
        try {
            return factory.call();
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    Printable.of(String.valueOf(e.getMessage()), LONGEST_LIST_OF_PROBLEMS) + ".",
                    "Mend the settings and restart the server.",
                    e);
        } catch (Throwable e) {
            throw Explanation.of("Making it of its settings", e, "Mend the settings and restart the server.");
        }
    }

    private static Class<?> load(String className, ClassLoader loader) throws RefusedException {
        try {
            return Class.forName(className, false, loader);
        } catch (ClassNotFoundException e) {
            throw new RefusedException(
                    "The service file names this class, and the jar does not have it.",
                    "Mend the name in " + ServiceFile.PATH + ", or add the class.",
                    e);
        } catch (Throwable e) {
            throw Explanation.of("Loading the class", e, FIX);
        }
    }

    private static StatusChangeHandler construct(Class<?> type) throws RefusedException {
        if (!StatusChangeHandler.class.isAssignableFrom(type)) {
            throw notAHandler(type);
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            throw new RefusedException("It is abstract or an interface.", "Name a class that can be constructed.");
        }
        Constructor<?> constructor = call(
                "Loading the class",
                () -> Arrays.stream(type.getConstructors())
                        .filter(candidate -> candidate.getParameterCount() == 0)
                        .findFirst()
                        .orElse(null));
        if (constructor == null || !Modifier.isPublic(type.getModifiers())) {
            throw new RefusedException(
                    "It has no public constructor without parameters, or is not public itself.", "Make both public.");
        }
        Object handler = call("Its constructor", constructor::newInstance);
        return (StatusChangeHandler) Objects.requireNonNull(handler);
    }

    private static RefusedException notAHandler(Class<?> type) {
        String service = StatusChangeHandler.class.getName();
        boolean otherCopy = Arrays.stream(type.getInterfaces())
                .anyMatch(implemented -> implemented.getName().equals(service));
        return otherCopy
                ? new RefusedException(
                        "It implements another copy of " + service + " than this web application's.",
                        "Remove the spi jar from the place where the class path has it.")
                : new RefusedException("It does not implement " + service + ".", "Let it, or name the right class.");
    }

    private static String name(StatusChangeHandler handler) throws RefusedException {
        String name = call("Its method name()", handler::name);
        if (name == null || !NAME.matcher(name).matches()) {
            throw new RefusedException(
                    "Its method name() returned " + (name == null ? "null" : '"' + Printable.of(name) + '"') + ".",
                    "A name has 1 to 64 characters of a to z, 0 to 9 and \"-\".");
        }
        return name;
    }

    private static <T extends @Nullable Object> T call(String step, Callable<T> action) throws RefusedException {
        try {
            return action.call();
        } catch (InvocationTargetException e) {
            throw Explanation.of(step, e.getCause() == null ? e : e.getCause(), FIX);
        } catch (Throwable e) {
            throw Explanation.of(step, e, FIX);
        }
    }
}
