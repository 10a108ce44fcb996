package io.sitehook.receive;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body is the verified bytes, whichever way it is read. It has no parameters and no parts: those would
 * be a second reading of the body, by the container. It has no headers and no query either: Jersey would refuse a post
 * for an odd Content-Type or Accept, and none of them may lose an authentic post.
 */
final class VerifiedRequest extends HttpServletRequestWrapper {
    private final byte[] bytes;
    private @Nullable ServletInputStream stream;
    private @Nullable BufferedReader reader;

    VerifiedRequest(HttpServletRequest request, VerifiedBody body) {
        super(request);
        this.bytes = body.bytes();
    }

    @Override
    public ServletInputStream getInputStream() {
        if (reader != null) {
            throw new IllegalStateException("getReader() was called on this request");
        }
        if (stream == null) {
            stream = new BytesInputStream(bytes);
        }
        return stream;
    }

    /** The body as UTF-8, whatever the Content-Type claims. */
    @Override
    public BufferedReader getReader() {
        if (stream != null) {
            throw new IllegalStateException("getInputStream() was called on this request");
        }
        if (reader == null) {
            reader = new BufferedReader(new InputStreamReader(new BytesInputStream(bytes), StandardCharsets.UTF_8));
        }
        return Objects.requireNonNull(reader);
    }

    @Override
    public int getContentLength() {
        return bytes.length;
    }

    @Override
    public long getContentLengthLong() {
        return bytes.length;
    }

    @Override
    public @Nullable String getContentType() {
        return null;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return null;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return Collections.emptyEnumeration();
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.emptyEnumeration();
    }

    @Override
    public @Nullable String getQueryString() {
        return null;
    }

    @Override
    public @Nullable String getParameter(String name) {
        return null;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Map.of();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.emptyEnumeration();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return null;
    }

    @Override
    public Collection<Part> getParts() {
        return List.of();
    }

    @Override
    public @Nullable Part getPart(String name) {
        return null;
    }
}
