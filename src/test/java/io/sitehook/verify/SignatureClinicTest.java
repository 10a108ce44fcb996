package io.sitehook.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureClinicTest {
    private static final byte[] SECRET = bytes("the shared secret of this connection");
    private static final byte[] PREVIOUS = bytes("the secret before it, not used now");
    private static final byte[] OTHER = bytes("the secret of quite another account");
    private static final String BODY =
            "{\"project_id\": 3057, \"status\": \"Complete \\\"x\\\"\", \"list\": [1, 2], \"none\": {}, \"event\": \"status_change\"}";
    private static final String UNKNOWN = "The secret differs from the sender's";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SignatureClinic clinic(HmacAlgorithm algorithm, SignatureEncoding accepted) {
        return new SignatureClinic(
                algorithm,
                accepted,
                List.of(new SigningSecret("current", SECRET), new SigningSecret("previous", PREVIOUS)),
                List.of(new SigningSecret("connection elsewhere", OTHER)));
    }

    private static String finding(String received, String header) {
        List<String> findings =
                clinic(HmacAlgorithm.SHA256, SignatureEncoding.ANY).examine(bytes(received), List.of(header));
        assertThat(findings)
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding)
                        .doesNotContain("\n")
                        .doesNotContain(header.isBlank() ? "\0" : header.strip())
                        .doesNotContain(new String(SECRET, StandardCharsets.UTF_8)));
        return String.join(" ", findings);
    }

    private static String signed(String body) {
        return new Signer(SECRET).hex(bytes(body));
    }

    @Test
    void aHeaderThatIsMissingTwiceOrEmptyIsNamed() {
        SignatureClinic clinic = clinic(HmacAlgorithm.SHA256, SignatureEncoding.ANY);
        assertThat(clinic.examine(null, List.of())).singleElement().asString().contains("no x-hmac-hash header");
        assertThat(clinic.examine(null, List.of("a", "b")))
                .singleElement()
                .asString()
                .contains("came 2 times");
        assertThat(finding(BODY, " ")).contains("empty");
        assertThat(finding(BODY, "not a signature!")).contains("neither hex nor base64");
    }

    @Test
    void whatTheProxyDidToTheBodyIsFound() {
        assertThat(finding(BODY + "\n", signed(BODY))).contains("a newline was added");
        assertThat(finding(BODY + "\r\n", signed(BODY))).contains("a newline was added");
        assertThat(finding(BODY, signed(BODY + "\n"))).contains("a newline at the end of the body was removed");
        String lines = "{\"project_id\": 1,\n\"event\": \"status_change\"}";
        assertThat(finding(lines.replace("\n", "\r\n"), signed(lines))).contains("from LF to CR LF");
        assertThat(finding(lines, signed(lines.replace("\n", "\r\n")))).contains("from CR LF to LF");
        assertThat(finding("\uFEFF" + BODY, signed(BODY))).contains("byte order mark was put before");
        assertThat(finding(BODY, signed("\uFEFF" + BODY))).contains("byte order mark before the body was removed");
        assertThat(finding("a%7B%22x%22", signed("a{\"x\""))).contains("encoded like a form");
        assertThat(finding("grüße", new Signer(SECRET).hex("grüße".getBytes(StandardCharsets.ISO_8859_1))))
                .contains("ISO-8859-1 to UTF-8");
    }

    @Test
    void jsonThatWasLaidOutAnewIsFoundWhicheverWay() {
        String compact = BODY.replace(": ", ":").replace(", ", ",");
        String two =
                "{\n  \"project_id\": 3057,\n  \"status\": \"Complete \\\"x\\\"\",\n  \"list\": [\n    1,\n    2\n  ],\n"
                        + "  \"none\": {},\n  \"event\": \"status_change\"\n}";
        assertThat(finding(compact, signed(BODY))).contains("re-formatted the JSON", "blanks after commas");
        assertThat(finding(BODY, signed(compact))).contains("re-formatted the JSON", "it was compact");
        assertThat(finding(compact, signed(two))).contains("indented by two blanks");
        assertThat(finding(compact, signed(two + "\n"))).contains("indented by two blanks", "newline at its end");
        assertThat(finding(two, signed(compact))).contains("it was compact");
        assertThat(finding("{\"u\":\"http://x\"}", signed("{\"u\":\"http:\\/\\/x\"}")))
                .contains("slashes");
    }

    @Test
    void anotherDigestOrFormIsFound() {
        assertThat(finding(BODY, new Signer(SECRET, HmacAlgorithm.SHA1).hex(bytes(BODY))))
                .contains("HmacSHA1", "hmac-algorithm");
        assertThat(finding(BODY, new Signer(SECRET, HmacAlgorithm.SHA512).base64(bytes(BODY))))
                .contains("HmacSHA512");
        assertThat(finding(BODY, signed(BODY).substring(1))).contains("63 hex digits instead of 64", "missing");
        assertThat(finding(BODY, "\"" + signed(BODY) + "\"")).contains("in quotes");
        assertThat(finding(BODY, Base64.getEncoder().encodeToString(bytes(signed(BODY)))))
                .contains("base64 of the hex digits");
        List<String> pinned =
                clinic(HmacAlgorithm.SHA256, SignatureEncoding.BASE64).examine(bytes(BODY), List.of(signed(BODY)));
        assertThat(pinned).singleElement().asString().contains("written in hex", "only base64", "signature-encoding");
        assertThat(finding(BODY, HexFormat.of().formatHex(PlainDigest.of(HmacAlgorithm.SHA256, bytes(BODY)))))
                .contains("without any secret");
    }

    @Test
    void anotherSecretIsFound() {
        assertThat(finding(BODY, new Signer(OTHER).hex(bytes(BODY)))).contains("the secret of connection elsewhere");
        SignatureClinic blanks = new SignatureClinic(
                HmacAlgorithm.SHA256,
                SignatureEncoding.ANY,
                List.of(new SigningSecret("current", bytes(" padded secret of this one "))),
                List.of());
        assertThat(blanks.examine(
                        bytes(BODY), List.of(new Signer(bytes("padded secret of this one")).hex(bytes(BODY)))))
                .singleElement()
                .asString()
                .contains("the current secret without the blanks");
        byte[] raw = new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        for (String written :
                List.of(HexFormat.of().formatHex(raw), Base64.getEncoder().encodeToString(raw))) {
            SignatureClinic text = new SignatureClinic(
                    HmacAlgorithm.SHA256,
                    SignatureEncoding.ANY,
                    List.of(new SigningSecret("current", bytes(written))),
                    List.of());
            assertThat(text.examine(bytes(BODY), List.of(new Signer(raw).hex(bytes(BODY)))))
                    .singleElement()
                    .asString()
                    .contains("hmac-secret-encoding", "read as");
            SignatureClinic decoded = new SignatureClinic(
                    HmacAlgorithm.SHA256, SignatureEncoding.ANY, List.of(new SigningSecret("current", raw)), List.of());
            assertThat(decoded.examine(bytes(BODY), List.of(new Signer(bytes(written)).hex(bytes(BODY)))))
                    .singleElement()
                    .asString()
                    .contains("as text was used");
        }
    }

    @Test
    void whatIsNotKnownIsSaidToBeNotKnown() {
        assertThat(finding(BODY, "ab".repeat(32))).startsWith(UNKNOWN);
        assertThat(finding(BODY.replace("3057", "3058"), signed(BODY))).startsWith(UNKNOWN);
    }

    @Test
    void theShapeTellsNothingOfTheValue() {
        assertThat(SignatureClinic.shape(List.of(signed(BODY)))).isEqualTo("64 hex digits");
        assertThat(SignatureClinic.shape(List.of("sha256=" + signed(BODY)))).isEqualTo("64 hex digits after a prefix");
        assertThat(SignatureClinic.shape(List.of(new Signer(SECRET).base64(bytes(BODY)))))
                .isEqualTo("44 characters of base64");
        assertThat(SignatureClinic.shape(List.of())).isEqualTo("none");
        assertThat(SignatureClinic.shape(List.of("a", "b", "c"))).isEqualTo("3 headers");
    }
}
