package io.sitehook.admin;

/** Hears of each login and of each change that somebody makes. Does not block. */
@FunctionalInterface
public interface Audit {

    /**
     * Somebody did something, or tried.
     *
     * @param user who
     * @param action what, one word or two joined by a hyphen, for example {@code login-failed}
     * @param target what to, empty if to nothing
     * @param detail the rest in words, may be empty; never a secret
     * @param remoteAddress the caller's address as the container gives it
     */
    void record(String user, String action, String target, String detail, String remoteAddress);
}
