package io.sitehook.builtin.options;

/** A built-in handler that takes on nothing while what it works for is away, so that deliveries stay untouched. */
public interface Resting {

    /**
     * How many more attempts it can take on now, apart from its concurrency. Asked often, from any thread.
     *
     * @return 0 while it rests
     */
    int places();
}
