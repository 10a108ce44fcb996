package io.sitehook.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that are told their port before they start. They are below those that systems give to clients and to
 * whoever asks for any, so nothing takes one between its choice and its use; and drawn, so that tests in another process
 * come upon the same only by a chance of one to thousands.
 */
public final class FreePort {
    private static final int LOWEST = 20_000;
    /** Linux gives away the ports from 32768 on. */
    private static final int BEYOND = 32_000;

    private static final int TRIES = 200;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /** A port of the loopback interface on which nobody listens; in this process never the same again. */
    public static int find() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IOException("none of " + TRIES + " ports from " + LOWEST + " to " + BEYOND + " is free");
    }

    /** Whether a server could listen on this port of the loopback interface. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false; // somebody listens
        }
    }
}
