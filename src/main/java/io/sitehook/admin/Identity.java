package io.sitehook.admin;

/** Who makes a request. */
sealed interface Identity {

    /** Nobody who is logged in. */
    record Anonymous() implements Identity {}

    /** Somebody the container knows, without a role here. */
    record WithoutRole(String user) implements Identity {}

    /**
     * Somebody with a role.
     *
     * @param session since when, and the token
     * @param admin whether they may change anything
     */
    record Known(AdminSession session, boolean admin) implements Identity {}
}
