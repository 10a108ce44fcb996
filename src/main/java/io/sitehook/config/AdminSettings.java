package io.sitehook.config;

import java.util.Optional;

/**
 * Who may come to the admin page, and how.
 *
 * @param networks the addresses from which it may be opened
 * @param plainHttp whether it may be opened without TLS from beyond this machine
 * @param login how users log in where Sitehook runs by itself; a container decides that for itself
 * @param publicUrl the URL of the web application as SiteCapture sees it, without a slash at its end; empty if not set
 */
public record AdminSettings(AddressRanges networks, boolean plainHttp, Login login, Optional<String> publicUrl) {

    /** How users log in. */
    public enum Login {
        /** By the page {@code /login} and a session. */
        FORM,
        /** By the browser's own dialog, with every request. */
        BASIC
    }
}
