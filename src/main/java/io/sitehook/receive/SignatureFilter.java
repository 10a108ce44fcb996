package io.sitehook.receive;

import io.sitehook.receive.RejectionListener.Rejected;
import io.sitehook.store.Incoming;
import io.sitehook.verify.Verdict;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets only posts through whose bytes were signed with a secret of their connection. Map it on {@code /webhooks/*} for
 * REQUEST and ASYNC, with async supported, in front of everything that reads the body or asks for a parameter.
 *
 * <p>A body that is here in full is verified at once. One that is still coming is taken without a thread, within the
 * limits, and the request is then dispatched anew: a filter behind this one sees that pass as ASYNC. Thread-safe.
 */
public final class SignatureFilter implements Filter {
    /** Names the Sitehooks that relayed a request, so that a ring of them ends. */
    private static final String HOPS = "x-sitehook-hops";

    private static final int LONGEST_HOPS = 1_000;
    private static final byte[] NOTHING = {};

    private final Admission admission;
    private final Rejections rejections;
    private final BodyLimits limits;

    /**
     * Makes the filter.
     *
     * @param endpoints finds the connections
     * @param gate whether posts are taken at all
     * @param rejections shared with the resource
     * @param limits how much body is taken, usually {@link BodyLimits#DEFAULT}
     */
    public SignatureFilter(Endpoints endpoints, ReceiveGate gate, Rejections rejections, BodyLimits limits) {
        this.admission = new Admission(endpoints, gate, rejections, limits.bytes());
        this.rejections = rejections;
        this.limits = limits;
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        boolean again = request.getDispatcherType() == DispatcherType.ASYNC;
        try {
            VerifiedBody verified = again ? VerifiedBody.of(request) : verifiedNow(request, response);
            if (verified != null) {
                chain.doFilter(new VerifiedRequest(request, verified), response);
            } else if (again) {
                throw new IllegalStateException("a request came back that was not verified");
            }
        } catch (RuntimeException | ServletException e) {
            rejections.note("bug", "a post was answered 500: " + e, e);
            rejections.answer(Refusal.BUG, response);
        }
    }

    /** The verified body, or null if the request was answered or will be. */
    private @Nullable VerifiedBody verifiedNow(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Admission.Decision decision = admission.decide(request);
        if (decision instanceof Admission.Refused refused) {
            refuse(refused.refusal(), request, response);
            return null;
        }
        Admission.Admitted admitted = (Admission.Admitted) decision;
        byte[] body = bodyThatIsHere(request);
        if (body.length < request.getContentLengthLong() || isChunked(request)) {
            collect(admitted, body, request);
            return null;
        }
        Object outcome = verify(admitted, body, request);
        if (outcome instanceof Refusal refusal) {
            rejections.answer(refusal, response);
            return null;
        }
        return (VerifiedBody) outcome;
    }

    /**
     * As much of a body of declared length as can be read without waiting: mostly all of it, which saves the way through
     * the container's asynchronous reading. Tomcat's {@code available()} only says whether there is something.
     */
    private static byte[] bodyThatIsHere(HttpServletRequest request) throws IOException {
        int declared = Math.max(0, request.getContentLength());
        ServletInputStream input = request.getInputStream();
        if (declared == 0 || input.available() <= 0) {
            return NOTHING;
        }
        byte[] body = new byte[declared];
        int count = 0;
        while (count < declared && input.available() > 0) {
            int read = input.read(body, count, declared - count);
            if (read < 0) {
                break;
            }
            count += read;
        }
        return count == declared ? body : Arrays.copyOf(body, count);
    }

    private static boolean isChunked(HttpServletRequest request) {
        return request.getContentLengthLong() < 0 && request.getHeader("Transfer-Encoding") != null;
    }

    private static boolean bodyIsOnItsWay(HttpServletRequest request) throws IOException {
        return isChunked(request) || request.getInputStream().available() < request.getContentLengthLong();
    }

    /** A {@link VerifiedBody}, attached to the request, or the {@link Refusal} that is the answer. */
    private Object verify(Admission.Admitted admitted, byte[] body, HttpServletRequest request) {
        String connection = admitted.endpoint().connection();
        if (body.length < request.getContentLengthLong()) {
            return rejections.reject(new Rejected(
                    connection,
                    request.getRemoteAddr(),
                    "only " + body.length + " of " + request.getContentLengthLong() + " bytes of the body are left: "
                            + "something in front has read it, for example a filter that calls getParameter",
                    false,
                    List.of(admitted.signature()),
                    null));
        }
        Verdict verdict = admitted.verifier().verify(body, admitted.signature());
        if (verdict instanceof Verdict.Refused refused) {
            return rejections.reject(new Rejected(
                    connection,
                    request.getRemoteAddr(),
                    "signature " + refused.reason(),
                    false,
                    List.of(admitted.signature()),
                    body));
        }
        Verdict.Matched matched = (Verdict.Matched) verdict;
        rejections.verified(connection, matched.secret(), matched.form());
        VerifiedBody verified = new VerifiedBody(
                admitted.endpoint(), body, matched.secret() + " secret, " + matched.form(), origin(request));
        verified.attachTo(request);
        return verified;
    }

    private static Incoming.Origin origin(HttpServletRequest request) {
        return new Incoming.Origin(
                request.getRemoteAddr(),
                LogText.cut(request.getHeader("Content-Type")),
                LogText.cut(request.getHeader("User-Agent")),
                hops(request.getHeader(HOPS)),
                TraceParent.of(Collections.list(request.getHeaders(TraceParent.HEADER))));
    }

    private static @Nullable String hops(@Nullable String header) {
        return header == null || header.length() <= LONGEST_HOPS ? header : header.substring(0, LONGEST_HOPS);
    }

    private void collect(Admission.Admitted admitted, byte[] begun, HttpServletRequest request) throws IOException {
        AsyncContext context = request.startAsync();
        AsyncEnding ending = new AsyncEnding(context, rejections) {
            @Override
            void wholeOrThrow(byte[] body) throws IOException {
                Object outcome = verify(admitted, body, request);
                if (outcome instanceof Refusal refusal) {
                    answer(refusal);
                } else {
                    dispatchOrAnswer(context, this);
                }
            }
        };
        ServletInputStream input = request.getInputStream();
        listen(input, context, new BodyCollector(input, limits.bytes(), begun, ending));
    }

    /** A container that is taking the application down may have nothing left to dispatch to. */
    private static void dispatchOrAnswer(AsyncContext context, AsyncEnding ending) throws IOException {
        try {
            context.dispatch();
        } catch (UnsupportedOperationException e) {
            ending.answer(Refusal.UNAVAILABLE);
        }
    }

    /**
     * Answers without having read the body. After the answer the container would read on to the end of the body, with
     * the thread blocked, to find the next request: so a body that is still coming is waited for here, without one.
     */
    private void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getHeader("Expect") != null || !bodyIsOnItsWay(request)) {
            rejections.answer(refusal, response);
            return;
        }
        AsyncContext context = request.startAsync();
        AsyncEnding ending = new AsyncEnding(context, rejections) {
            @Override
            void wholeOrThrow(byte[] body) throws IOException {
                answer(refusal);
            }
        };
        ServletInputStream input = request.getInputStream();
        BodyCollector collector = BodyCollector.keepingNothing(input, limits.bytes(), ending);
        listen(input, context, collector);
        if (refusal.closes()) {
            collector.cutNow(refusal);
        }
    }

    private void listen(ServletInputStream input, AsyncContext context, BodyCollector collector) {
        context.setTimeout(limits.timeout().toMillis());
        AsyncEnd.listen(context, collector);
        input.setReadListener(collector);
    }
}
