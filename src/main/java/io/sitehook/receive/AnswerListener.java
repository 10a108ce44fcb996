package io.sitehook.receive;

/** Hears of each answer that tells a sender that its post is stored. Must be quick. */
@FunctionalInterface
public interface AnswerListener {
    /** A sender is told so. */
    void answeredStored();
}
