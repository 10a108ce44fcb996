package io.sitehook.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import picocli.CommandLine.IVersionProvider;

/** The version, from the manifest of the WAR. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        Path manifest = WebApplication.directory().resolve("META-INF/MANIFEST.MF");
        if (!Files.exists(manifest)) {
            return new String[] {"Sitehook (not started from its WAR)"};
        }
        try (InputStream stream = Files.newInputStream(manifest)) {
            return new String[] {
                "Sitehook " + new Manifest(stream).getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION),
                "Java " + System.getProperty("java.version")
            };
        }
    }
}
