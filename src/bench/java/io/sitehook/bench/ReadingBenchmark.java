package io.sitehook.bench;

import io.sitehook.receive.StatusChangeReader;
import io.sitehook.receive.StatusChangeReading;
import io.sitehook.verify.HmacAlgorithm;
import io.sitehook.verify.HmacVerifier;
import io.sitehook.verify.SignatureEncoding;
import io.sitehook.verify.SigningSecret;
import io.sitehook.verify.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a post of 150 bytes costs before it is stored: the HMAC, and the reading of its body. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReadingBenchmark {
    private final byte[] body = Posts.body(1).getBytes(StandardCharsets.UTF_8);
    private final String signature = Posts.signature(Posts.body(1));
    private final StatusChangeReader reader = new StatusChangeReader();
    private final HmacVerifier verifier = new HmacVerifier(
            HmacAlgorithm.SHA256,
            List.of(new SigningSecret("current", Posts.SECRET.getBytes(StandardCharsets.UTF_8))),
            SignatureEncoding.ANY);

    /** The HMAC alone. */
    @Benchmark
    public Verdict verify() {
        return verifier.verify(body, signature);
    }

    /** The body alone. */
    @Benchmark
    public StatusChangeReading parse() {
        return reader.read(body, null);
    }
}
