package io.sitehook.relay;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * What all relays of a server share.
 *
 * @param instance this server's id in the list of hops
 * @param resolver looks up names
 * @param tls whom to trust
 * @param threads runs requests; not owned
 * @param clock for rests, time stamps and dates in answers
 * @param wakeUp has the dispatcher look again after a time
 */
public record RelayParts(
        String instance,
        HostResolver resolver,
        SSLContext tls,
        ExecutorService threads,
        Clock clock,
        Consumer<Duration> wakeUp) {}
