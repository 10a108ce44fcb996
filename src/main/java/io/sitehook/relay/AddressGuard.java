package io.sitehook.relay;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which addresses may be connected to, so that a URL can't be used to reach what only this machine can reach.
 * Immutable.
 */
final class AddressGuard {
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;

    /** A range that is refused, and what it is. */
    private record Refused(Network network, String what) {
        static Stream<Refused> all(String what, String... networks) {
            return Arrays.stream(networks).map(network -> new Refused(Network.of(network), what));
        }
    }

    private static final List<Refused> PRIVATE = Stream.of(
                    Refused.all("a loopback address", "127.0.0.0/8", "::1"),
                    Refused.all("a private address", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
                    Refused.all("a unique local address", "fc00::/7"))
            .flatMap(ranges -> ranges)
            .toList();

    /** Refused also where private addresses are allowed: nobody's webhook is there. First match counts. */
    private static final List<Refused> NEVER = Stream.of(
                    Refused.all(
                            "a cloud's metadata service",
                            "169.254.169.254",
                            "169.254.170.2",
                            "100.100.100.200",
                            "168.63.129.16",
                            "192.0.0.192",
                            "fd00:ec2::254",
                            "fd20:ce::254"),
                    Refused.all("a link-local address", "169.254.0.0/16", "fe80::/10", "fec0::/10"),
                    Refused.all("a multicast address", "224.0.0.0/4", "ff00::/8"),
                    Refused.all("the unspecified address", "0.0.0.0/8", "::"),
                    Refused.all(
                            "a reserved address",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.88.99.0/24",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "240.0.0.0/4",
                            "64:ff9b:1::/48",
                            "100::/64",
                            "2001::/23",
                            "2001:db8::/32",
                            "3fff::/20",
                            "5f00::/16"),
                    Refused.all("an IPv6 address that stands for an IPv4 one", "::/96", "::ffff:0:0:0/96", "2002::/16"))
            .flatMap(ranges -> ranges)
            .toList();

    private static final Network NAT64 = Network.of("64:ff9b::/96");
    private static final Network GLOBAL_IPV6 = Network.of("2000::/3");
    private static final Network EVERY_IPV4 = Network.of("0.0.0.0/0");

    private final boolean allowPrivate;
    private final List<Network> allowed;

    /**
     * @param allowPrivate whether loopback, private and unique local addresses may be connected to
     * @param allowed ranges that may be connected to whatever they are
     */
    AddressGuard(boolean allowPrivate, List<Network> allowed) {
        this.allowPrivate = allowPrivate;
        this.allowed = List.copyOf(allowed);
    }

    /** What the address is that it must not be connected to, in words; null if it may. */
    @Nullable
    String refusal(InetAddress address) {
        byte[] bytes = plain(address.getAddress());
        if (allowed.stream().anyMatch(network -> network.contains(bytes))) {
            return null;
        }
        // Loopback is in ::/96 too, so what may be allowed is looked at first.
        for (Refused refused : PRIVATE) {
            if (refused.network.contains(bytes) && !isNever(bytes, refused)) {
                return allowPrivate ? null : refused.what;
            }
        }
        for (Refused refused : NEVER) {
            if (refused.network.contains(bytes)) {
                return refused.what;
            }
        }
        return EVERY_IPV4.contains(bytes) || GLOBAL_IPV6.contains(bytes) ? null : "no public address";
    }

    /** A metadata service in a private range stays refused. */
    private static boolean isNever(byte[] bytes, Refused range) {
        return NEVER.stream()
                .anyMatch(never -> never.network.contains(bytes) && never.network.isNarrowerThan(range.network));
    }

    /** The IPv4 address that a mapped or a NAT64 address leads to, else the address itself. */
    private static byte[] plain(byte[] address) {
        return NAT64.contains(address) || isMapped(address)
                ? Arrays.copyOfRange(address, address.length - IPV4_LENGTH, address.length)
                : address;
    }

    /** Java unwraps these where it can; not every way to make an address goes through there. */
    private static boolean isMapped(byte[] address) {
        byte[] start = new byte[IPV6_LENGTH - IPV4_LENGTH];
        start[start.length - 1] = (byte) 0xff;
        start[start.length - 2] = (byte) 0xff;
        return address.length == IPV6_LENGTH && Arrays.equals(start, Arrays.copyOf(address, start.length));
    }
}
