package io.sitehook.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HmacVerifierTest {
    private static final byte[] CURRENT = utf8("It's a Secret to Everybody");
    private static final byte[] PREVIOUS = utf8("the one before");
    private static final byte[] BODY = utf8("Hello, World!");
    /** GitHub's published example for its webhooks. */
    private static final String GITHUB = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private static final byte[] DIGEST = HexFormat.of().parseHex(GITHUB);

    @Test
    void acceptsGitHubsPublishedExample() {
        assertThat(new Signer(CURRENT).hex(BODY)).isEqualTo(GITHUB);
        assertThat(verifier(SignatureEncoding.ANY).verify(BODY, "sha256=" + GITHUB))
                .isEqualTo(new Verdict.Matched("current", "hex, with sha256= prefix"));
    }

    /** RFC 4231, test cases 1 to 7; case 5 gives the first 128 bits only. */
    @ParameterizedTest
    @CsvSource({
        "0b*20, 4869205468657265, b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f,"
                + " 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "aa*20, dd*50, 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        "0102030405060708090a0b0c0d0e0f10111213141516171819, cd*50,"
                + " 82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
        "0c*20, 546573742057697468205472756e636174696f6e, a3b6167473100ee06e0c796c2955552b",
        "aa*131, 54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b65"
                + "79204669727374, 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        "aa*131, 5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a65206b"
                + "657920616e642061206c6172676572207468616e20626c6f636b2d73697a6520646174612e20546865206b657920"
                + "6e6565647320746f20626520686173686564206265666f7265206265696e6720757365642062792074686520484d"
                + "414320616c676f726974686d2e, 9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    })
    void signsAsInRfc4231(String key, String data, String digest) {
        assertThat(new Signer(bytes(key)).hex(bytes(data))).startsWith(digest);
    }

    @Test
    void acceptsEachFormAndNamesIt() {
        String base64 = Base64.getEncoder().encodeToString(DIGEST);
        String url = base64.replace('+', '-').replace('/', '_');
        assertThat(base64).containsAnyOf("+", "/");
        assertThat(form(GITHUB)).isEqualTo("hex");
        assertThat(form(GITHUB.toUpperCase(Locale.ROOT))).isEqualTo("hex");
        assertThat(form(GITHUB.substring(0, 20).toUpperCase(Locale.ROOT) + GITHUB.substring(20)))
                .isEqualTo("hex");
        assertThat(form(" \t" + GITHUB + " ")).isEqualTo("hex");
        assertThat(form(base64)).isEqualTo("base64");
        assertThat(form(base64.replace("=", ""))).isEqualTo("base64 without padding");
        assertThat(form(url)).isEqualTo("base64url");
        assertThat(form("sha256=" + url.replace("=", ""))).isEqualTo("base64url without padding, with sha256= prefix");
    }

    @Test
    void acceptsOnlyTheConfiguredEncoding() {
        String base64 = Base64.getEncoder().encodeToString(DIGEST);
        String url = Base64.getUrlEncoder().encodeToString(DIGEST);
        assertThat(verifier(SignatureEncoding.HEX).verify(BODY, base64))
                .isEqualTo(new Verdict.Refused("base64 where hex is configured"));
        assertThat(verifier(SignatureEncoding.BASE64).verify(BODY, GITHUB))
                .isEqualTo(new Verdict.Refused("hex where base64 is configured"));
        assertThat(verifier(SignatureEncoding.BASE64).verify(BODY, url))
                .isEqualTo(new Verdict.Refused("base64url where base64 is configured"));
        assertThat(verifier(SignatureEncoding.BASE64URL).verify(BODY, base64))
                .isEqualTo(new Verdict.Refused("base64 where base64url is configured"));
        assertThat(verifier(SignatureEncoding.BASE64URL).verify(BODY, url)).isInstanceOf(Verdict.Matched.class);
        assertThat(verifier(SignatureEncoding.HEX).verify(BODY, GITHUB)).isInstanceOf(Verdict.Matched.class);
    }

    @ParameterizedTest
    @EnumSource(HmacAlgorithm.class)
    void worksWithEachAlgorithmAndItsPrefixOnly(HmacAlgorithm algorithm) {
        HmacVerifier verifier =
                new HmacVerifier(algorithm, List.of(new SigningSecret("current", CURRENT)), SignatureEncoding.ANY);
        Signer signer = new Signer(CURRENT, algorithm);
        for (HmacAlgorithm other : HmacAlgorithm.values()) {
            Verdict verdict = verifier.verify(BODY, other.prefix() + signer.hex(BODY));
            assertThat(verdict instanceof Verdict.Matched).isEqualTo(other == algorithm);
        }
        assertThat(verifier.verify(BODY, signer.hex(BODY))).isInstanceOf(Verdict.Matched.class);
        assertThat(verifier.verify(BODY, signer.base64(BODY))).isInstanceOf(Verdict.Matched.class);
    }

    @Test
    void triesEverySecret() {
        assertThat(verifier(SignatureEncoding.ANY).verify(BODY, new Signer(PREVIOUS).hex(BODY)))
                .isEqualTo(new Verdict.Matched("previous", "hex"));
    }

    @Test
    void refusesEveryShortenedOrLengthenedDigest() {
        HmacVerifier verifier = verifier(SignatureEncoding.ANY);
        int accepted = 0;
        for (int length = 0; length < 32; length++) {
            byte[] prefix = java.util.Arrays.copyOf(DIGEST, length);
            byte[] suffix = java.util.Arrays.copyOfRange(DIGEST, 32 - length, 32);
            for (byte[] part : List.of(prefix, suffix)) {
                for (String text : List.of(
                        HexFormat.of().formatHex(part),
                        Base64.getEncoder().encodeToString(part),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(part))) {
                    accepted += verifier.verify(BODY, text) instanceof Verdict.Matched ? 1 : 0;
                }
            }
        }
        for (int extra = 0; extra < 256; extra++) {
            String more = GITHUB + HexFormat.of().toHexDigits((byte) extra);
            accepted += verifier.verify(BODY, more) instanceof Verdict.Matched ? 1 : 0;
        }
        assertThat(accepted).isZero();
        assertThat(verifier.verify(BODY, GITHUB.substring(2))).isEqualTo(new Verdict.Refused("31 bytes instead of 32"));
        assertThat(verifier.verify(BODY, GITHUB.substring(1)))
                .isEqualTo(new Verdict.Refused("hex with an odd number of digits"));
    }

    /** 32 bytes leave two bits of the last of 43 characters unused: three of four ways to fill them are refused. */
    @Test
    void refusesBase64WithBitsLeftOver() {
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(DIGEST);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        int accepted = 0;
        for (char last : alphabet.toCharArray()) {
            Verdict verdict = verifier(SignatureEncoding.ANY).verify(BODY, base64.substring(0, 42) + last);
            accepted += verdict instanceof Verdict.Matched ? 1 : 0;
        }
        assertThat(accepted).isEqualTo(1);
    }

    @Test
    void refusesOneFlippedBitAnywhere() {
        byte[] body = new byte[200];
        new Random(4).nextBytes(body);
        String signature = new Signer(CURRENT).hex(body);
        HmacVerifier verifier = verifier(SignatureEncoding.ANY);
        assertThat(verifier.verify(body, signature)).isInstanceOf(Verdict.Matched.class);
        int accepted = 0;
        for (int bit = 0; bit < 1600; bit++) {
            body[bit / 8] ^= (byte) (1 << (bit % 8));
            accepted += verifier.verify(body, signature) instanceof Verdict.Matched ? 1 : 0;
            body[bit / 8] ^= (byte) (1 << (bit % 8));
        }
        assertThat(accepted).isZero();
    }

    @Test
    void neverThrowsAndNeverAcceptsWhateverTheHeader() {
        Random random = new Random(20261124);
        String base64 = Base64.getEncoder().encodeToString(DIGEST);
        HmacVerifier verifier = verifier(SignatureEncoding.ANY);
        int accepted = 0;
        for (int round = 0; round < 5000; round++) {
            StringBuilder header = new StringBuilder(random.nextBoolean() ? GITHUB : base64);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(header.length() + 1);
                String piece = List.of(
                                "=",
                                "sha256=",
                                "\u00e9",
                                "\0",
                                ",",
                                " ",
                                "-",
                                "_",
                                "+",
                                "g",
                                "\ud83d",
                                "a".repeat(random.nextInt(300)),
                                "%",
                                "0x",
                                "\"")
                        .get(random.nextInt(15));
                header.insert(at, piece);
            }
            Verdict verdict = verifier.verify(BODY, header.toString());
            String allowed = header.toString().strip().replaceFirst("^sha256=", "");
            boolean same = allowed.equals(GITHUB) || allowed.equals(base64);
            accepted += verdict instanceof Verdict.Matched && !same ? 1 : 0;
        }
        assertThat(accepted).isZero();
    }

    @Test
    void saysWhyWithoutSayingWhat() {
        HmacVerifier verifier = verifier(SignatureEncoding.ANY);
        assertThat(verifier.verify(utf8("other"), GITHUB))
                .isEqualTo(new Verdict.Refused("does not match: wrong secret, or the body was changed on the way"));
        assertThat(verifier.verify(BODY, "not at all!"))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).startsWith("not hex or base64"));
        assertThat(verifier.verify(BODY, "a".repeat(201))).isEqualTo(new Verdict.Refused("longer than 200 characters"));
        assertThat(verifier.verify(BODY, " ")).isEqualTo(new Verdict.Refused("empty"));
        assertThat(verifier.verify(BODY, "sha1=" + GITHUB))
                .isEqualTo(new Verdict.Refused("prefix sha1= where sha256= is configured"));
        assertThat(new SigningSecret("current", CURRENT)).hasToString("current secret");
    }

    @Test
    void needsASecret() {
        assertThatThrownBy(() -> new SigningSecret("current", new byte[0])).hasMessage("the current secret is empty");
        assertThatThrownBy(() -> new HmacVerifier(HmacAlgorithm.SHA256, List.of(), SignatureEncoding.ANY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String form(String header) {
        return verifier(SignatureEncoding.ANY).verify(BODY, header) instanceof Verdict.Matched matched
                ? matched.form()
                : "refused";
    }

    private static HmacVerifier verifier(SignatureEncoding accepted) {
        return new HmacVerifier(
                HmacAlgorithm.SHA256,
                List.of(new SigningSecret("current", CURRENT), new SigningSecret("previous", PREVIOUS)),
                accepted);
    }

    private static byte[] bytes(String hex) {
        String[] parts = hex.split("\\*");
        return HexFormat.of().parseHex(parts.length == 1 ? hex : parts[0].repeat(Integer.parseInt(parts[1])));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
