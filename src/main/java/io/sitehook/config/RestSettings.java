package io.sitehook.config;

import java.net.URI;
import java.time.ZoneId;

/**
 * A connection's access to SiteCapture's REST API.
 *
 * @param url where it is: http or https, a host, perhaps a port and a path, nothing else
 * @param user the SiteCapture user
 * @param password the user's password
 * @param apiKey the connection's API key
 * @param concurrency how many requests run at once, 1 to 64
 * @param requestsPerSecond how many begin in a second, 1 to 1000
 * @param zone in which the API reads times
 */
public record RestSettings(
        URI url, String user, Secret password, Secret apiKey, int concurrency, int requestsPerSecond, ZoneId zone) {}
