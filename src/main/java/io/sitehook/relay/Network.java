package io.sitehook.relay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A range of IP addresses. Immutable. */
public final class Network {
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final byte[] address;
    private final int prefix;

    private Network(byte[] address, int prefix) {
        this.address = address;
        this.prefix = prefix;
    }

    /**
     * Reads a range.
     *
     * @param text an address, or an address, {@code /} and the number of leading bits, for example {@code 10.0.0.0/8}
     * @throws IllegalArgumentException if it is neither
     */
    public static Network of(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        // Only literals get so far: a name would be looked up.
        if (LITERAL.matcher(literal).matches()) {
            try {
                byte[] address = InetAddress.getByName(literal).getAddress();
                int bits = address.length * Byte.SIZE;
                int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
                if (prefix >= 0 && prefix <= bits) {
                    return new Network(address, prefix);
                }
            } catch (UnknownHostException | NumberFormatException e) {
                // told below
            }
        }
        throw new IllegalArgumentException("no IP address or range of them; write for example 10.1.0.0/16 or fd00::/8");
    }

    /** Whether an address, as 4 or 16 bytes, is in it. */
    boolean contains(byte[] candidate) {
        if (candidate.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((candidate[bit / Byte.SIZE] & mask) != (address[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it has fewer addresses than the other. */
    boolean isNarrowerThan(Network other) {
        return prefix > other.prefix;
    }
}
