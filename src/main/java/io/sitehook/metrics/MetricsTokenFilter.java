package io.sitehook.metrics;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * Lets programs that know the token have the figures. A request without a bearer token is left to the admin page's locks,
 * which are to stand behind.
 */
public final class MetricsTokenFilter implements Filter {
    private static final String BEARER = "Bearer ";

    private final Predicate<String> isToken;
    private final MetricsServlet figures;

    /** @param isToken compares with the token that is set, in a time that tells nothing; never true if none is set */
    public MetricsTokenFilter(Predicate<String> isToken, MetricsServlet figures) {
        this.isToken = isToken;
        this.figures = figures;
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        String authorization = request.getHeader("Authorization");
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            chain.doFilter(request, response);
        } else if (!isToken.test(authorization.substring(BEARER.length()).strip())) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"sitehook\"");
            refuse(response, 401, "The token is not the one that is set.");
        } else if (!request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET");
            refuse(response, 405, "The figures can only be read.");
        } else {
            figures.doGet(request, response);
        }
    }

    private static void refuse(HttpServletResponse response, int status, String text) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(text + "\n");
    }
}
