package io.sitehook.receive;

import io.sitehook.store.BareStack;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Hears how an asynchronous request ends. In place of {@link AsyncListener}: of each class that implements that one
 * WildFly wants to make a component, and warns of those that it can't make.
 */
interface AsyncEnd {
    /** How an asynchronous request is completed: the container then makes a thread, if it has too few. */
    BareStack<AsyncContext> COMPLETE = new BareStack<>(AsyncContext.class, "complete");

    /** It took too long. */
    void timedOut();

    /** It broke, most often because the peer has gone. */
    void failed(@Nullable Throwable error);

    /** It was answered. */
    void completed();

    /** Tells {@code end} of everything that happens to the request of {@code context} from now on. */
    static void listen(AsyncContext context, AsyncEnd end) {
        context.addListener((AsyncListener) Proxy.newProxyInstance(
                AsyncEnd.class.getClassLoader(),
                new Class<?>[] {AsyncListener.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "onTimeout" -> {
                        end.timedOut();
                        yield null;
                    }
                    case "onError" -> {
                        end.failed(((AsyncEvent) arguments[0]).getThrowable());
                        yield null;
                    }
                    case "onComplete" -> {
                        end.completed();
                        yield null;
                    }
                    case "onStartAsync" -> null;
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "listener of " + end;
                }));
    }
}
