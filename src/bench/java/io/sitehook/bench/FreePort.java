package io.sitehook.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port for programs that can't look for one by themselves. */
final class FreePort {
    private FreePort() {}

    static int find() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
