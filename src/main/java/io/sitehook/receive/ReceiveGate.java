package io.sitehook.receive;

/** Whether posts are taken at all. Asked for each request, from many threads. */
@FunctionalInterface
public interface ReceiveGate {

    /**
     * Tells whether to take posts.
     *
     * @return false while the application starts or stops, or if it refused its settings: then everything under
     *     {@code /webhooks/} is answered 503
     */
    boolean isOpen();
}
