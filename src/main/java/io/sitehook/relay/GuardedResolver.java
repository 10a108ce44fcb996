package io.sitehook.relay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks up a name and lets the HTTP client have the addresses only if every one of them may be connected to. The client
 * connects to just these, so a name that means something else a moment later gains nothing.
 */
final class GuardedResolver implements DnsResolver {
    private final HostResolver resolver;
    private final AddressGuard guard;

    GuardedResolver(HostResolver resolver, AddressGuard guard) {
        this.resolver = resolver;
        this.guard = guard;
    }

    /** An address that must not be connected to. */
    static final class RefusedAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        RefusedAddressException(String message) {
            super(message);
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = resolver.resolve(host);
        for (InetAddress address : addresses) {
            String refusal = guard.refusal(address);
            if (refusal != null) {
                throw new RefusedAddressException(
                        "not sent: " + Printable.of(host) + " is " + address.getHostAddress() + ", " + refusal
                                + ". The settings allow-private and sitehook.relay.allowed-networks allow addresses");
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
