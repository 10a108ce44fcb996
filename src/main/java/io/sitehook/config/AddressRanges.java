package io.sitehook.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Ranges of IP addresses, such as {@code 10.0.0.0/8} or {@code fd00::/8}. Immutable. */
public final class AddressRanges {
    private static final Pattern NUMERIC =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");

    private final List<Range> ranges;

    private record Range(byte[] network, int bits) {
        boolean contains(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            try {
                return InetAddress.getByAddress(network).getHostAddress() + "/" + bits;
            } catch (UnknownHostException e) {
                throw new IllegalStateException("a range of " + network.length + " bytes", e);
            }
        }
    }

    private AddressRanges(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /**
     * Reads ranges separated by commas; an address alone is a range of one.
     *
     * @throws IllegalArgumentException naming the first item that is none
     */
    public static AddressRanges parse(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String item : ValueReader.items(text)) {
            ranges.add(range(item));
        }
        return new AddressRanges(ranges);
    }

    private static Range range(String item) {
        int slash = item.indexOf('/');
        byte[] network = address(slash < 0 ? item : item.substring(0, slash));
        String bits = slash < 0 ? String.valueOf(network.length * 8) : item.substring(slash + 1);
        if (network.length == 0 || !PREFIX.matcher(bits).matches() || Integer.parseInt(bits) > network.length * 8) {
            throw new IllegalArgumentException(Problems.shown(item) + " is no range of addresses");
        }
        return new Range(network, Integer.parseInt(bits));
    }

    /** The address's bytes, four for an IPv4 address in IPv6 clothes too; none if it is no address. Never asks the DNS. */
    private static byte[] address(String text) {
        String plain = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        int zone = plain.indexOf('%');
        String numeric = zone < 0 ? plain : plain.substring(0, zone);
        if (!NUMERIC.matcher(numeric).matches()) {
            return new byte[0];
        }
        try {
            return InetAddress.getByName(numeric).getAddress();
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }

    /**
     * Whether an address is in one of them.
     *
     * @param address in numbers, as a container gives it; anything else is in none
     */
    public boolean contains(String address) {
        byte[] bytes = address(address);
        return ranges.stream().anyMatch(range -> range.contains(bytes));
    }

    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
    }
}
