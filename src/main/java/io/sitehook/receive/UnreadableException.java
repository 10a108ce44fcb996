package io.sitehook.receive;

/** A body is no status change. The message says why, in words for people. */
final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether the body is JSON all the same. */
    private final boolean json;

    private UnreadableException(String reason, boolean json) {
        super(reason, null, false, false);
        this.json = json;
    }

    /** For what is no JSON, or was given up before its end. */
    static UnreadableException notJson(String reason) {
        return new UnreadableException(reason, false);
    }

    /** For JSON, well-formed to its end, that says the wrong things. */
    static UnreadableException wrongContent(String reason) {
        return new UnreadableException(reason, true);
    }

    boolean isJson() {
        return json;
    }

    String reason() {
        String reason = getMessage();
        return reason == null ? "unreadable" : reason;
    }
}
