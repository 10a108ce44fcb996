package io.sitehook.users;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The users in the file {@code admin-users.properties} of a home. The file is read anew for each call, so that what the
 * command line changes is in force at once. Safe for use by many threads.
 */
public final class HomeUsers {
    /** The user that a new home begins with. */
    public static final String FIRST = "admin";

    private static final Pattern NAME = Pattern.compile("[a-z0-9._@-]{1,64}");
    private static final System.Logger LOGGER = System.getLogger(HomeUsers.class.getName());

    /** What the password of somebody who is not there is compared with, so that it takes as long. */
    private static final PasswordHash NOBODY = PasswordHash.ofNobody();

    private final UsersFile file;
    private volatile String lastProblem = "";

    /** @param home the home directory; it need not be there yet */
    public HomeUsers(Path home) {
        file = new UsersFile(home);
    }

    /**
     * Somebody whose password was right.
     *
     * @param name as it stands in the file
     */
    public record User(String name, Role role) {}

    /** Whether somebody may be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Makes the file with one administrator, if there is no file yet.
     *
     * @return the one-time password, to be shown once; empty if the file is there
     */
    public synchronized Optional<String> createFirst() throws IOException {
        return file.exists() ? Optional.empty() : Optional.of(reset(FIRST, Role.ADMIN));
    }

    /**
     * Gives somebody, new or not, a one-time password; the old one is no longer valid.
     *
     * @return the password, to be shown once
     * @throws IllegalArgumentException if nobody may be called so
     */
    public synchronized String reset(String name, Role role) throws IOException {
        if (!isName(name)) {
            throw new IllegalArgumentException("a user's name has 1 to 64 of a to z, 0 to 9 and . _ @ -");
        }
        Map<String, Account> accounts = file.exists() ? new TreeMap<>(file.read()) : new TreeMap<>();
        String password = Passwords.oneTime();
        accounts.put(name, new Account(name, role, true, PasswordHash.ofRandom(password)));
        file.write(accounts);
        return password;
    }

    /** Checks a password. Takes as long for a user who is not there. */
    public Optional<User> authenticate(String name, String password) {
        Account account = accounts().get(name);
        PasswordHash hash = account == null ? NOBODY : account.hash();
        boolean right = hash.matches(password);
        if (hash.isQuick()) {
            // So that the time does not tell who has a one-time password either.
            NOBODY.matches(password);
        }
        return account != null && right ? Optional.of(new User(name, account.role())) : Optional.empty();
    }

    /** Whether the password is a one-time password, which must be changed before anything else. */
    public boolean mustChange(String name) {
        Account account = accounts().get(name);
        return account != null && account.oneTime();
    }

    /** Changes whenever the user's password or role does; empty if the user is not there. Not secret. */
    public String stamp(String name) {
        Account account = accounts().get(name);
        return account == null ? "" : Integer.toHexString(account.value().hashCode());
    }

    /**
     * Changes a password.
     *
     * @return what is in the way, in words for the user; empty if it was changed
     * @throws IOException if the file can't be written
     */
    public synchronized Optional<String> change(String name, String current, String next) throws IOException {
        if (authenticate(name, current).isEmpty()) {
            return Optional.of("The present password is wrong.");
        }
        Optional<String> problem = Passwords.problem(name, current, next);
        if (problem.isEmpty()) {
            Map<String, Account> accounts = new TreeMap<>(file.read());
            Account account = accounts.get(name);
            if (account == null) {
                return Optional.of("There is no such user any more.");
            }
            accounts.put(name, new Account(name, account.role(), false, PasswordHash.of(next)));
            file.write(accounts);
        }
        return problem;
    }

    private Map<String, Account> accounts() {
        try {
            Map<String, Account> accounts = file.read();
            lastProblem = "";
            return accounts;
        } catch (IOException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(lastProblem)) {
                lastProblem = problem;
                LOGGER.log(System.Logger.Level.ERROR, "the users can't be read: " + problem);
            }
            return Map.of();
        }
    }
}
