package io.sitehook.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.spi.WorkflowStates;
import io.sitehook.verify.SignatureEncoding;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Nothing behind the filter hears of a post that does not verify: no parser, no store. */
class OrderOfWorkTest {
    private static final byte[] BODY = "{\"project_id\":1,\"event\":\"e\"}".getBytes(StandardCharsets.UTF_8);

    private final AtomicInteger passedOn = new AtomicInteger();
    private final AtomicInteger lookedUp = new AtomicInteger();
    private final List<String> heard = new ArrayList<>();
    private final FilterChain behind = (request, response) -> passedOn.incrementAndGet();
    private final SignatureFilter filter = new SignatureFilter(
            connection -> {
                lookedUp.incrementAndGet();
                return ReceiveServer.endpoint(
                        ReceiveServer.verifier(SignatureEncoding.ANY), null, WorkflowStates.all(), 200);
            },
            () -> true,
            new Rejections(new RecordingLogger(), System::nanoTime, 3, post -> heard.add(post.reason())),
            BodyLimits.DEFAULT);

    @Test
    void passesOnNoneOfTenThousandBadSignatures() throws Exception {
        Random random = new Random(8);
        byte[] digest = new byte[32];
        for (int post = 0; post < 10_000; post++) {
            random.nextBytes(digest);
            filter.doFilter(request(HexFormat.of().formatHex(digest)), response(), behind);
        }
        assertThat(passedOn).hasValue(0);
        assertThat(lookedUp).hasValue(10_000);
        assertThat(heard).hasSize(10_000);
    }

    /** The source is far over its limit by then. */
    @Test
    void alwaysPassesOnAPostThatVerifies() throws Exception {
        for (int post = 0; post < 100; post++) {
            filter.doFilter(request("00"), response(), behind);
            filter.doFilter(request(ReceiveServer.SIGNER.hex(BODY)), response(), behind);
        }
        assertThat(passedOn).hasValue(100);
        assertThat(heard).hasSize(100);
    }

    private static HttpServletRequest request(String signature) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                OrderOfWorkTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getDispatcherType" -> DispatcherType.REQUEST;
                    case "getRequestURI" -> ReceiveServer.PATH;
                    case "getContextPath" -> "/sitehook";
                    case "getMethod" -> "POST";
                    case "getRemoteAddr" -> "192.0.2.1";
                    case "getContentLengthLong" -> (long) BODY.length;
                    case "getContentLength" -> BODY.length;
                    case "getInputStream" -> new BytesInputStream(BODY);
                    case "getHeaders" ->
                        Collections.enumeration(
                                "x-hmac-hash".equals(arguments[0]) ? List.of(signature) : List.<String>of());
                    case "getHeader" -> null;
                    case "setAttribute" -> null;
                    default -> throw new AssertionError("the filter called " + method);
                });
    }

    private static HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(
                OrderOfWorkTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> method.getName().equals("getOutputStream")
                        ? new IgnoringOutputStream()
                        : method.getReturnType() == boolean.class ? false : nothing());
    }

    private static @Nullable Object nothing() {
        return null;
    }
}
