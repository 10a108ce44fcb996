package io.sitehook.relay;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up names. Tests make their own. */
public interface HostResolver {
    /**
     * All addresses of a host.
     *
     * @param host a name or an address
     * @throws UnknownHostException if there are none
     */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
