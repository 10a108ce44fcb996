package io.sitehook.metrics;

import io.sitehook.config.BearerToken;
import io.sitehook.config.Secret;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Lets programs that know the token have the figures. A request without a bearer token is left to the admin page's locks,
 * which are to stand behind.
 */
public final class MetricsTokenFilter implements Filter {
    private final Optional<Secret> token;
    private final MetricsServlet figures;

    /** @param token the token that is set; if none is, none is right */
    public MetricsTokenFilter(Optional<Secret> token, MetricsServlet figures) {
        this.token = token;
        this.figures = figures;
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        BearerToken given = BearerToken.of(request.getHeader("Authorization"), token);
        if (given == BearerToken.NONE) {
            chain.doFilter(request, response);
        } else if (given == BearerToken.WRONG) {
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
