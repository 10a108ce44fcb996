package io.sitehook.admin;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who may come, and how.
 *
 * @param networks tells whether the page may be opened from an address
 * @param plainHttp whether it may be opened without TLS from beyond this machine
 * @param standalone whether Sitehook runs by itself
 * @param users what can be done to users
 * @param publicUrl the web application's URL as SiteCapture sees it; empty if not set
 * @param version of Sitehook
 */
public record AdminAccess(
        Predicate<String> networks,
        boolean plainHttp,
        boolean standalone,
        LocalUsers users,
        Optional<String> publicUrl,
        String version) {}
