package io.sitehook.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whether the time of a refusal tells how much of the digest was right. On a shared machine this can show a gross leak;
 * it can't prove that there is none.
 */
@Tag("campaign")
class VerifyTimingTest {
    private static final int ROUNDS = 1_000_000;
    private static final int WARM_UP = 200_000;
    private static final byte[] KEY = "a secret for timing".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    @Test
    void theTimeDoesNotTellWhereTheDigestsDiffer() {
        HmacVerifier verifier = new HmacVerifier(
                HmacAlgorithm.SHA256, List.of(new SigningSecret("current", KEY)), SignatureEncoding.HEX);
        String right = new Signer(KEY).hex(BODY);
        for (int run = 1; run <= 3; run++) {
            double t = pairedT(header -> verifier.verify(BODY, header) instanceof Verdict.Matched, right);
            System.out.printf(Locale.ROOT, "verify, run %d: t = %.2f over 2 x %d%n", run, t, ROUNDS);
            assertThat(Math.abs(t)).isLessThan(4.5);
        }
    }

    /** The same measurement must see a compare that stops at the first difference, over a longer digest to be fair. */
    @Test
    void theMeasurementSeesAnEarlyExit() {
        String right = "5a".repeat(512);
        double t = pairedT(header -> earlyExit(header, right), right);
        System.out.printf(Locale.ROOT, "early exit: t = %.2f over 2 x %d%n", t, ROUNDS);
        assertThat(Math.abs(t)).isGreaterThan(4.5);
    }

    private static boolean earlyExit(String header, String right) {
        byte[] given = HexFormat.of().parseHex(header);
        byte[] wanted = HexFormat.of().parseHex(right);
        for (int at = 0; at < wanted.length; at++) {
            if (given[at] != wanted[at]) {
                return false;
            }
        }
        return true;
    }

    /**
     * First against last byte wrong, in pairs of random order, so that a machine that grows slower meanwhile does not
     * tell; a twentieth of the differences at each end is noise of the machine.
     */
    private static double pairedT(Predicate<String> verify, String right) {
        char[][] headers = {
            flip(right, 0).toCharArray(), flip(right, right.length() - 1).toCharArray()
        };
        Random random = new Random(7);
        long[] nanos = new long[2];
        double[] differences = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            int first = random.nextInt(2);
            for (int turn = 0; turn < 2; turn++) {
                int which = first ^ turn;
                // A new one each time, so that neither kind lies better in memory than the other.
                String header = new String(headers[which]);
                long start = System.nanoTime();
                boolean matched = verify.test(header);
                nanos[which] = System.nanoTime() - start;
                if (matched) {
                    throw new AssertionError("a wrong digest was accepted");
                }
            }
            if (round >= 0) {
                differences[round] = nanos[0] - nanos[1];
            }
        }
        Arrays.sort(differences);
        return t(Arrays.copyOfRange(differences, ROUNDS / 20, ROUNDS - ROUNDS / 20));
    }

    /** Another digit for a digit, another letter for a letter: decoding may tell those apart, the sender wrote them. */
    private static String flip(String hex, int at) {
        int value = Character.digit(hex.charAt(at), 16);
        return hex.substring(0, at) + Character.forDigit(value ^ 1, 16) + hex.substring(at + 1);
    }

    private static double t(double[] differences) {
        double mean = Arrays.stream(differences).average().orElseThrow();
        double variance = Arrays.stream(differences)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (differences.length - 1);
        return mean / Math.sqrt(variance / differences.length);
    }
}
