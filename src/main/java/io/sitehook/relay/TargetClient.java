package io.sitehook.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Posts to one target: TLS verified, redirects not followed, no proxy, no cookies, nothing tried twice, at most 4 KiB of
 * the answer read. Connections are kept for a few seconds, so that addresses are judged anew. Thread-safe.
 */
final class TargetClient implements AutoCloseable {
    private static final String USER_AGENT = "Sitehook";
    private static final int MOST_READ = 4_096;
    private static final TimeValue KEPT = TimeValue.ofSeconds(5);
    private static final TimeValue CHECKED_AFTER = TimeValue.ofMilliseconds(100);
    private static final TimeValue OLDEST = TimeValue.ofSeconds(60);

    private final CloseableHttpClient client;
    private final ExecutorService threads;

    /**
     * @param resolver looks up the target's name and judges its addresses
     * @param tls whom to trust
     * @param threads where a request runs, so that its whole time can be limited and an interrupt ends it
     */
    TargetClient(Subscription subscription, GuardedResolver resolver, SSLContext tls, ExecutorService threads) {
        this.threads = threads;
        Timeout connect = Timeout.of(subscription.connectTimeout());
        Timeout answer = Timeout.of(subscription.timeout());
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver)
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                        .setDefaultTlsConfig(
                                TlsConfig.custom().setHandshakeTimeout(connect).build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(answer)
                                .setValidateAfterInactivity(CHECKED_AFTER)
                                .setTimeToLive(OLDEST)
                                .build())
                        .setMaxConnPerRoute(subscription.concurrency())
                        .setMaxConnTotal(subscription.concurrency())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(answer)
                        .setResponseTimeout(answer)
                        .build())
                .setKeepAliveStrategy((response, context) -> KEPT)
                .setProxySelector(null)
                .setUserAgent(USER_AGENT)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .build();
    }

    /**
     * Posts once.
     *
     * @param limit how long all of it may take
     * @throws IOException if there is no answer in time
     * @throws InterruptedException if the thread was interrupted; the request is broken off
     */
    Answer post(URI url, Map<String, String> headers, byte[] body, Duration limit)
            throws IOException, InterruptedException {
        if (url.getHost() == null) {
            throw new IOException("the URL has no host that can be read");
        }
        HttpPost request = new HttpPost(url);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        HttpHost host = new HttpHost(url.getScheme(), url.getHost(), url.getPort());
        AtomicReference<Answer> head = new AtomicReference<>();
        Future<Answer> answer = threads.submit(() -> exchange(host, request, head));
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return headOr(head, new SocketTimeoutException("no answer within " + limit.toMillis() + " ms"));
        } catch (ExecutionException e) {
            IOException failure = e.getCause() instanceof IOException known
                    ? known
                    : new IOException("the request failed: " + e.getCause(), e.getCause());
            return headOr(head, failure);
        } finally {
            request.cancel(); // does nothing to a request that is over
        }
    }

    /** The status decides; a body that does not end takes nothing back. */
    private static Answer headOr(AtomicReference<Answer> head, IOException failure) throws IOException {
        Answer known = head.get();
        if (known == null) {
            throw failure;
        }
        return known;
    }

    private Answer exchange(HttpHost host, HttpPost request, AtomicReference<Answer> head) throws IOException {
        // Closed before its end is reached, the answer's connection is not used again.
        try (ClassicHttpResponse response = client.executeOpen(host, request, null)) {
            Header retryAfter = response.getFirstHeader("retry-after");
            String wait = retryAfter == null ? null : retryAfter.getValue();
            head.set(new Answer(response.getCode(), wait, ""));
            return new Answer(response.getCode(), wait, beginning(response.getEntity()));
        }
    }

    private static String beginning(@Nullable HttpEntity entity) throws IOException {
        InputStream stream = entity == null ? null : entity.getContent();
        return stream == null ? "" : new String(stream.readNBytes(MOST_READ), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
