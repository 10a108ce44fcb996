package io.sitehook.app;

import io.sitehook.admin.LocalUsers;
import io.sitehook.users.HomeUsers;
import java.io.IOException;
import java.util.Optional;

/** The users in the home, for the admin page. */
final class HomeAccounts implements LocalUsers {
    private static final System.Logger LOGGER = System.getLogger(HomeAccounts.class.getName());

    private final HomeUsers users;

    HomeAccounts(HomeUsers users) {
        this.users = users;
    }

    @Override
    public boolean here() {
        return true;
    }

    @Override
    public boolean mustChange(String user) {
        return users.mustChange(user);
    }

    @Override
    public String stamp(String user) {
        return users.stamp(user);
    }

    @Override
    public Optional<String> change(String user, String current, String next) {
        try {
            return users.change(user, current, next);
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.ERROR, "the password of " + user + " could not be changed", e);
            return Optional.of("The password could not be stored; the log says why. The old one is still valid.");
        }
    }
}
