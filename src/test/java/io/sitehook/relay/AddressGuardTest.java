package io.sitehook.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private static final AddressGuard STANDARD = new AddressGuard(false, List.of());
    private static final AddressGuard PRIVATE = new AddressGuard(true, List.of());

    private static InetAddress literal(String address) throws UnknownHostException {
        return InetAddress.getByName(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "64:ff9b::5db8:d822", "172.32.0.1", "11.0.0.1"
            })
    void publicAddressesMayBeConnectedTo(String address) throws UnknownHostException {
        assertThat(STANDARD.refusal(literal(address))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, loopback",
        "127.255.255.254, loopback",
        "::1, loopback",
        "10.1.2.3, private",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.168.1.1, private",
        "100.64.0.1, private",
        "fc00::1, unique local",
        "fd12:3456::1, unique local",
        "::ffff:127.0.0.1, loopback",
        "::ffff:10.0.0.1, private",
        "64:ff9b::7f00:1, loopback",
        "64:ff9b::a00:1, private"
    })
    void privateAddressesAreRefusedUnlessTheSubscriptionAllowsThem(String address, String what)
            throws UnknownHostException {
        assertThat(STANDARD.refusal(literal(address))).contains(what);
        assertThat(PRIVATE.refusal(literal(address))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "169.254.169.254, metadata",
        "169.254.170.2, metadata",
        "100.100.100.200, metadata",
        "168.63.129.16, metadata",
        "fd00:ec2::254, metadata",
        "::ffff:169.254.169.254, metadata",
        "64:ff9b::a9fe:a9fe, metadata",
        "169.254.0.1, link-local",
        "fe80::1, link-local",
        "fec0::1, link-local",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "ff02::1, multicast",
        "0.0.0.0, unspecified",
        "0.1.2.3, unspecified",
        "::, unspecified",
        "255.255.255.255, reserved",
        "240.0.0.1, reserved",
        "192.0.2.1, reserved",
        "198.18.0.1, reserved",
        "2001:db8::1, reserved",
        "2001:0:7f00:1::1, reserved",
        "64:ff9b:1::7f00:1, reserved",
        "::127.0.0.1, stands for",
        "::8.8.8.8, stands for",
        "::ffff:0:127.0.0.1, stands for",
        "2002:7f00:1::, stands for",
        "2002:a9fe:a9fe::1, stands for",
        "4000::1, no public"
    })
    void otherAddressesAreRefusedAlsoWherePrivateOnesAreAllowed(String address, String what)
            throws UnknownHostException {
        assertThat(STANDARD.refusal(literal(address))).contains(what);
        assertThat(PRIVATE.refusal(literal(address))).contains(what);
    }

    @Test
    void aMappedAddressThatJavaDidNotUnwrapIsStillSeenThrough() throws UnknownHostException {
        byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff7f000001");
        assertThat(STANDARD.refusal(Inet6Address.getByAddress("host", mapped, 0)))
                .contains("loopback");
    }

    @Test
    void aListedNetworkIsAllowedAndItsNeighboursAreNot() throws UnknownHostException {
        AddressGuard guard = new AddressGuard(false, List.of(Network.of("10.1.0.0/16"), Network.of("169.254.7.7")));
        assertThat(guard.refusal(literal("10.1.255.1"))).isNull();
        assertThat(guard.refusal(literal("10.2.0.1"))).isNotNull();
        assertThat(guard.refusal(literal("169.254.7.7"))).isNull();
        assertThat(guard.refusal(literal("169.254.7.8"))).isNotNull();
        assertThat(guard.refusal(literal("64:ff9b::a01:1"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "10.0.0.0/",
                "1.2.3",
                "::/129",
                "1.2.3.400"
            })
    void whatIsNoNetworkIsRefused(String text) {
        assertThatThrownBy(() -> Network.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
