package io.sitehook.admin;

import java.util.Optional;

/** What the admin page may do to users: something where Sitehook keeps them itself, nothing in a container. */
public interface LocalUsers {

    /** Users belong to the container. */
    LocalUsers NONE = new LocalUsers() {
        @Override
        public boolean here() {
            return false;
        }

        @Override
        public boolean mustChange(String user) {
            return false;
        }

        @Override
        public String stamp(String user) {
            return "";
        }

        @Override
        public Optional<String> change(String user, String current, String next) {
            return Optional.of("Passwords are changed where the container keeps its users.");
        }
    };

    /** Whether Sitehook keeps users itself. */
    boolean here();

    /** Whether the user's password is a one-time password. */
    boolean mustChange(String user);

    /** Changes whenever the user's password or role does. Sessions from before are ended. */
    String stamp(String user);

    /**
     * Changes a password.
     *
     * @return what is in the way, in words for the user; empty if it was changed
     */
    Optional<String> change(String user, String current, String next);
}
