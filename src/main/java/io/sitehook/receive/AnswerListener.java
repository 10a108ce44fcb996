package io.sitehook.receive;

import io.sitehook.store.Receipt;

/** Hears of each answer that tells a sender that its post is stored. Must be quick. */
@FunctionalInterface
public interface AnswerListener {
    /** A sender is told so. */
    void answeredStored();

    /**
     * A sender is told so, and this became of its post.
     *
     * @param connection the connection's name
     */
    default void answered(String connection, Receipt.Result result) {}
}
