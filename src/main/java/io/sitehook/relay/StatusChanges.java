package io.sitehook.relay;

import io.sitehook.store.Receipt;
import java.util.concurrent.CompletableFuture;

/** Where status changes that begin here, not at SiteCapture, are put in: same store, same handlers. */
public interface StatusChanges {
    /** The connection's name if none is given. */
    String LOCAL = "local";

    /** The longest body in bytes. */
    int LONGEST = 65_536;

    /**
     * Puts one in.
     *
     * @param body the documented body; its {@code api_key} is masked and not checked
     * @param connection the name that the event is to carry as its connection's, {@code [a-z0-9-]{1,64}}
     * @param by who does it, in words, for people
     * @param remoteAddress from where
     * @return completed after the commit; fails as {@link io.sitehook.store.Inbox#store} does
     * @throws UnusableException if the body or the name can't be used; nothing is stored
     */
    CompletableFuture<Receipt> put(byte[] body, String connection, String by, String remoteAddress)
            throws UnusableException;

    /** Says what is wrong, in words for the caller. */
    final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String field;

        /**
         * @param field which part of the call is wrong: {@code body} or {@code connection}
         * @param reason a clause
         */
        public UnusableException(String field, String reason) {
            super(reason);
            this.field = field;
        }

        /** Which part of the call is wrong. */
        public String field() {
            return field;
        }
    }
}
