package io.sitehook.sitecapture;

import java.net.URI;
import java.time.ZoneId;

/**
 * A connection's access to the API.
 *
 * @param connection the connection's name, for messages
 * @param url where the API is, without {@code /customer_api}
 * @param user the SiteCapture user
 * @param password the user's password
 * @param apiKey what the header {@code API_KEY} carries
 * @param concurrency how many requests at once, at least 1
 * @param requestsPerSecond how many requests may begin in a second, at least 1
 * @param zone in which the API reads times that have none
 */
public record Account(
        String connection,
        URI url,
        String user,
        String password,
        String apiKey,
        int concurrency,
        int requestsPerSecond,
        ZoneId zone) {

    /** Without the login. */
    @Override
    public String toString() {
        return "Account[" + connection + " at " + url + "]";
    }
}
