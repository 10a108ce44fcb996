package io.sitehook.store;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.PrivilegedAction;
import javax.security.auth.Subject;

/**
 * A method of the container, called so that a thread which it makes meanwhile does not keep this web application in memory.
 *
 * <p>Up to Java 23 a new thread inherits an access control context: the protection domains, and so the class loaders, of all
 * classes on the stack of the thread that makes it. A connector thread that is made while we complete an answer would hold
 * the whole of a WAR that has been replaced long since, and hand it on to the thread that takes its place.
 */
public final class BareStack<T> {
    private static final boolean THREADS_INHERIT = Runtime.version().feature() < 24;

    private final MethodHandle method;

    /**
     * Finds the method.
     *
     * @param type not of this web application
     * @param method the name of one that is public and has neither parameters nor an answer
     */
    public BareStack(Class<T> type, String method) {
        try {
            this.method = MethodHandles.publicLookup().findVirtual(type, method, MethodType.methodType(void.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " has no such method: " + method, e);
        }
    }

    /** Calls it. What it throws, if unchecked, passes. */
    public void call(T target) {
        PrivilegedAction<?> action =
                MethodHandleProxies.asInterfaceInstance(PrivilegedAction.class, method.bindTo(target));
        if (THREADS_INHERIT) {
            beyondOurFrames(action);
        } else {
            action.run();
        }
    }

    /**
     * The stack counts from the last privileged frame on, together with the class that made it privileged: that must not
     * be one of ours either, so it is the JDK's; and nor may be what it calls, so it is a proxy.
     */
    @SuppressWarnings({"removal", "deprecation"}) // a Java that has removed it is not asked for it
    private static void beyondOurFrames(PrivilegedAction<?> action) {
        Object unused = Subject.doAsPrivileged(null, action, null);
    }
}
