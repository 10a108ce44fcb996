package io.sitehook.handle;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;

/** Opens the web application's own class path as a unit: {@code WEB-INF/lib} and what the server adds to it. */
final class ClassPathUnit {
    private ClassPathUnit() {}

    /** Finds the handler classes. Service files that can't be read are added to the problems. */
    static OpenUnit open(ClassLoader loader, List<HandlerProblem> problems) {
        List<Provider> providers = new ArrayList<>();
        for (URL url : serviceFiles(loader, problems)) {
            try {
                read(url).forEach(name -> providers.add(new Provider(name, ClassPathUnit::describe)));
            } catch (IOException e) {
                problems.add(unreadable(url.toString(), e).in(HandlerUnit.CLASS_PATH));
            }
        }
        return new OpenUnit(HandlerUnit.CLASS_PATH, loader, List.copyOf(providers), "", () -> {});
    }

    private static List<URL> serviceFiles(ClassLoader loader, List<HandlerProblem> problems) {
        try {
            // by text: two loaders of one chain may show the same file, and comparing URLs asks the name server
            Map<String, URL> distinct = new LinkedHashMap<>();
            Collections.list(loader.getResources(ServiceFile.PATH))
                    .forEach(url -> distinct.put(url.toExternalForm(), url));
            return List.copyOf(distinct.values());
        } catch (IOException e) {
            problems.add(unreadable(ServiceFile.PATH, e).in(HandlerUnit.CLASS_PATH));
            return List.of();
        }
    }

    private static RefusedException unreadable(String file, IOException e) {
        return new RefusedException(
                Printable.of(file) + " can't be read: " + Explanation.describe(e) + ".", "Replace its jar.", e);
    }

    private static List<String> read(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false); // a cached connection would keep the jar open
        try (InputStream in = connection.getInputStream()) {
            return ServiceFile.read(in);
        }
    }

    private static HandlerUnit describe(Class<?> type) {
        Optional<Path> jar = jarOf(type);
        if (jar.isPresent()) {
            try (JarFile open = new JarFile(jar.get().toFile())) {
                return new HandlerUnit(
                        HandlerUnit.CLASS_PATH,
                        JarVersion.of(open, jar.get().getFileName().toString()),
                        Sha256.ofFile(jar.get()));
            } catch (IOException | RuntimeException e) {
                // a server may keep its class path in another form
            }
        }
        Package declared = type.getPackage();
        String version = declared == null ? null : declared.getImplementationVersion();
        return new HandlerUnit(HandlerUnit.CLASS_PATH, version == null ? "" : version, "");
    }

    /** The jar file that a class comes from. */
    static Optional<Path> jarOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(source.getLocation().toURI())).filter(Files::isRegularFile);
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }
}
