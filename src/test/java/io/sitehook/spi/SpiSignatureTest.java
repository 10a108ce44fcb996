package io.sitehook.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Makes every change of the SPI a line in a diff. After a wanted change, run this test with
 * {@code -Dsitehook.golden=write} and look at what changed: within a major version there may only be additions.
 */
class SpiSignatureTest {
    private static final Path GOLDEN = Path.of("src/test/resources/io/sitehook/spi/signatures.txt");

    @Test
    void theSpiIsAsWrittenDown() throws Exception {
        List<String> actual = signatures(publicClasses());
        if ("write".equals(System.getProperty("sitehook.golden"))) {
            Files.write(GOLDEN, actual, StandardCharsets.UTF_8);
        }
        assertThat(actual).containsExactlyElementsOf(Files.readAllLines(GOLDEN, StandardCharsets.UTF_8));
    }

    @Test
    void aChangeIsSeen() {
        assertThat(signatures(List.of(Example.class)))
                .containsExactly(
                        "io.sitehook.spi.SpiSignatureTest$Example: public abstract java.util.List<java.lang.String>"
                                + " io.sitehook.spi.SpiSignatureTest$Example.list(int)",
                        "io.sitehook.spi.SpiSignatureTest$Example: public default void"
                                + " io.sitehook.spi.SpiSignatureTest$Example.more() throws java.lang.Exception",
                        "public abstract static interface io.sitehook.spi.SpiSignatureTest$Example");
    }

    /** What an interface looks like in the file. */
    public interface Example {
        List<String> list(int length);

        default void more() throws Exception {}
    }

    private static List<String> signatures(List<Class<?>> types) {
        TreeSet<String> lines = new TreeSet<>();
        for (Class<?> type : types) {
            lines.add(head(type));
            Stream.of(type.getDeclaredMethods(), type.getDeclaredConstructors(), type.getDeclaredFields())
                    .flatMap(Arrays::stream)
                    .filter(member -> visible(((Member) member).getModifiers()) && !((Member) member).isSynthetic())
                    .forEach(member -> lines.add(type.getName() + ": " + generic(member)));
        }
        return new ArrayList<>(lines);
    }

    private static String generic(Object member) {
        if (member instanceof Executable executable) {
            return executable.toGenericString();
        }
        return ((Field) member).toGenericString();
    }

    private static String head(Class<?> type) {
        String kind = type.isInterface() ? " " : " class ";
        String above = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass()), Arrays.stream(type.getGenericInterfaces()))
                .map(Object::toString)
                .filter(name -> !name.equals("class java.lang.Object"))
                .collect(Collectors.joining(", "));
        return Modifier.toString(type.getModifiers())
                + kind
                + type.getName()
                + (above.isEmpty() ? "" : " extends " + above);
    }

    private static boolean visible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static List<Class<?>> publicClasses() throws IOException, URISyntaxException, ClassNotFoundException {
        Path root = Path.of(StatusChangeHandler.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root.resolve("io/sitehook/spi"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name =
                        root.relativize(file).toString().replace('\\', '/').replace('/', '.');
                Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
                if (visible(type.getModifiers())) {
                    types.add(type);
                }
            }
        }
        return types;
    }
}
