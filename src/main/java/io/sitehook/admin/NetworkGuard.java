package io.sitehook.admin;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The outermost door of the admin page and its login: sets the headers that every answer carries, and lets in only those
 * networks that the settings name. Map it on {@code /admin/*}, {@code /login} and {@code /login/*}. Thread-safe.
 */
public final class NetworkGuard implements Filter {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src"
                    + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Cache-Control", "no-store",
            "Referrer-Policy", "same-origin", // with no-referrer a browser says Origin: null of our own forms too
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");
    private static final List<String> FORWARDED = List.of("Forwarded", "X-Forwarded-For", "X-Real-IP");

    private final AdminAccess access;

    /** @param access which networks */
    public NetworkGuard(AdminAccess access) {
        this.access = access;
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        HEADERS.forEach(response::setHeader);
        String address = request.getRemoteAddr();
        boolean here = isThisMachine(address);
        if (here && FORWARDED.stream().anyMatch(name -> request.getHeader(name) != null)) {
            // A proxy on this machine makes the whole world look as if it sat at it.
            refuse(
                    response,
                    "The request came through a proxy that the container is not told of, so its origin is unknown. See"
                            + " admin.md.");
        } else if (!access.networks().test(address)) {
            refuse(response, "The admin page is not open to this address. sitehook.admin.networks says to which.");
        } else if (!here && !access.plainHttp() && !request.isSecure()) {
            refuse(response, "The admin page is open to other machines over HTTPS only.");
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isThisMachine(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }

    private static void refuse(HttpServletResponse response, String detail) throws IOException {
        ProblemAnswer.write(response, HttpServletResponse.SC_FORBIDDEN, "Forbidden", detail);
    }
}
