package io.sitehook.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.verify.Signer;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Signatures against the published vectors of RFC 4231, and the forms in which they are printed. */
class SignCommandTest {

    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265,"
                + " b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f,"
                + " 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,"
                + " dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd,"
                + " 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    })
    void theSignatureIsThatOfTheRfc(String key, String data, String signature) {
        assertThat(new Signer(HexFormat.of().parseHex(key)).hex(HexFormat.of().parseHex(data)))
                .isEqualTo(signature);
    }

    @Test
    void anotherBodyHasAnotherSignature() {
        Signer signer = new Signer(new byte[] {1});
        assertThat(signer.hex(new byte[] {1})).isNotEqualTo(signer.hex(new byte[] {2}));
    }

    @Test
    void printsTheHeaderInEachForm() {
        String hex = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assertThat(sign("--secret", "Jefe")).isEqualTo("x-hmac-hash: " + hex);
        assertThat(sign("--secret", "Jefe", "--prefix")).isEqualTo("x-hmac-hash: sha256=" + hex);
        assertThat(sign("--secret", "Jefe", "--encoding", "base64"))
                .isEqualTo("x-hmac-hash: W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=");
    }

    private static String sign(String... args) {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new SignCommand(
                new ByteArrayInputStream("what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII))));
        line.setOut(new PrintWriter(out));
        assertThat(line.execute(args)).isZero();
        return out.toString().strip();
    }
}
