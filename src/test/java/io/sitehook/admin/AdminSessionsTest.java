package io.sitehook.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.testing.MutableClock;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdminSessionsTest {
    private final MutableClock clock = new MutableClock();
    private final List<String> audited = new ArrayList<>();
    private String stamp = "first";
    private final Map<String, Object> attributes = new HashMap<>();
    private String user = "ann";
    private String role = AdminSessions.ADMIN;
    private int idleSeconds;

    private final LocalUsers users = new LocalUsers() {
        @Override
        public boolean here() {
            return true;
        }

        @Override
        public boolean mustChange(String name) {
            return false;
        }

        @Override
        public String stamp(String name) {
            return stamp;
        }

        @Override
        public Optional<String> change(String name, String current, String next) {
            return Optional.empty();
        }
    };
    private final AdminSessions sessions = new AdminSessions(
            clock, users, (who, action, target, detail, address) -> audited.add(who + " " + action + " " + detail));

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private final HttpSession session =
            fake(HttpSession.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "getAttribute" -> attributes.get((String) arguments[0]);
                case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                case "setMaxInactiveInterval" -> idleSeconds = (int) arguments[0];
                case "invalidate" -> {
                    attributes.clear();
                    yield null;
                }
                default -> throw new UnsupportedOperationException(method.getName());
            });

    private final HttpServletRequest request =
            fake(HttpServletRequest.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "getUserPrincipal" -> user.isEmpty() ? null : (Principal) () -> user;
                case "isUserInRole" -> role.equals(arguments[0]);
                case "getSession" -> session;
                case "getRemoteAddr" -> "192.0.2.1";
                case "logout" -> {
                    user = "";
                    yield null;
                }
                default -> throw new UnsupportedOperationException(method.getName());
            });

    @Test
    void aSessionEndsEightHoursAfterItBeganHoweverBusyItIs() {
        AdminSession begun = sessions.begin(request, "ann");
        assertThat(idleSeconds).isEqualTo(15 * 60);
        for (int minutes = 0; minutes < 8 * 60; minutes += 10) {
            assertThat(sessions.identify(request)).isEqualTo(new Identity.Known(begun, true));
            clock.advance(Duration.ofMinutes(10));
        }
        clock.advance(Duration.ofSeconds(1));
        assertThat(sessions.identify(request)).isInstanceOf(Identity.Anonymous.class);
        assertThat(attributes).isEmpty();
        assertThat(user).as("logged out at the container too").isEmpty();
    }

    @Test
    void aNewPasswordOrRoleEndsIt() {
        AdminSession begun = sessions.begin(request, "ann");
        assertThat(begun.token()).hasSizeGreaterThan(40);
        stamp = "second";
        assertThat(sessions.identify(request)).isInstanceOf(Identity.Anonymous.class);
    }

    @Test
    void aSessionOfOneUserIsNotThatOfAnother() {
        sessions.begin(request, "ann");
        user = "bob";
        assertThat(sessions.identify(request)).isInstanceOf(Identity.Anonymous.class);
    }

    @Test
    void whomTheContainerLoggedInByItselfGetsASessionAndARow() {
        role = AdminSessions.VIEWER;
        assertThat(sessions.identify(request)).isInstanceOfSatisfying(Identity.Known.class, known -> {
            assertThat(known.admin()).isFalse();
            assertThat(known.session().isToken(known.session().token())).isTrue();
            assertThat(known.session().isToken("")).isFalse();
            assertThat(known.session().isToken(null)).isFalse();
        });
        assertThat(sessions.identify(request)).isInstanceOf(Identity.Known.class);
        assertThat(audited).containsExactly("ann login by the container");
    }

    @Test
    void aUserWithoutARoleIsNoVisitor() {
        role = "other";
        assertThat(sessions.identify(request)).isEqualTo(new Identity.WithoutRole("ann"));
        user = "";
        assertThat(sessions.identify(request)).isInstanceOf(Identity.Anonymous.class);
    }
}
