package io.sitehook.store.sql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets PostgreSQL read what is written for SQLite: takes hints on indexes out of the SQL, and shows the character NUL,
 * which its text can't hold, as U+2400. The body of an event is bytes, and stays as it came.
 */
final class PostgresText {
    private static final Pattern HINT = Pattern.compile("\\s+INDEXED BY \\w+");
    private static final Pattern INSTR = Pattern.compile("\\binstr\\(");
    private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();
    private static final char NUL = 0;
    private static final char SYMBOL_FOR_NUL = '\u2400';
    /** Queries put together for people come in many shapes; only so many are remembered. */
    private static final int MOST_KNOWN = 1_000;

    private PostgresText() {}

    static String sql(String sql) {
        String known = KNOWN.get(sql);
        if (known != null) {
            return known;
        }
        String plain = INSTR.matcher(HINT.matcher(sql).replaceAll("")).replaceAll("strpos(");
        if (KNOWN.size() < MOST_KNOWN) {
            KNOWN.put(sql, plain);
        }
        return plain;
    }

    static String text(String text) {
        return text.indexOf(NUL) < 0 ? text : text.replace(NUL, SYMBOL_FOR_NUL);
    }

    static @Nullable String[] texts(@Nullable String[] texts) {
        return Arrays.stream(texts)
                .map(text -> text == null ? null : text(text))
                .toArray(String[]::new);
    }

    /** A connection whose statements are such. */
    static Connection over(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("prepareStatement")) {
                return call(connection, method, arguments);
            }
            arguments[0] = sql((String) arguments[0]);
            PreparedStatement statement = (PreparedStatement) call(connection, method, arguments);
            return proxy(PreparedStatement.class, (self, called, values) -> {
                // setString, setObject and the like: the value is the second.
                if (values != null && values.length > 1 && values[1] instanceof String text) {
                    values[1] = text(text);
                }
                return call(statement, called, values);
            });
        });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(PostgresText.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
