package io.sitehook.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where settings come from, apart from {@code sitehook.properties} in the home. Tests make their own.
 */
public final class SettingsSources {
    private final Map<String, String> systemProperties;
    private final Map<String, String> environment;
    private final Map<String, String> contextParameters;
    private final Path workingDirectory;

    /**
     * Sources to read.
     *
     * @param systemProperties first in precedence
     * @param environment second
     * @param contextParameters fourth, after the file in the home
     * @param workingDirectory where a relative home starts
     */
    public SettingsSources(
            Map<String, String> systemProperties,
            Map<String, String> environment,
            Map<String, String> contextParameters,
            Path workingDirectory) {
        this.systemProperties = Map.copyOf(systemProperties);
        this.environment = Map.copyOf(environment);
        this.contextParameters = Map.copyOf(contextParameters);
        this.workingDirectory = workingDirectory.toAbsolutePath().normalize();
    }

    /**
     * The sources of this process.
     *
     * @param contextParameters the web application's context parameters by name, empty outside a container
     * @return a copy of the system properties and the environment as they are now, with these parameters
     */
    public static SettingsSources ofProcess(Map<String, String> contextParameters) {
        Map<String, String> system = new TreeMap<>();
        Properties properties = System.getProperties();
        for (String name : properties.stringPropertyNames()) {
            String value = properties.getProperty(name);
            if (value != null) {
                system.put(name, value);
            }
        }
        return new SettingsSources(system, System.getenv(), contextParameters, Path.of(""));
    }

    Map<String, String> systemProperties() {
        return systemProperties;
    }

    Map<String, String> environment() {
        return environment;
    }

    Map<String, String> contextParameters() {
        return contextParameters;
    }

    Path workingDirectory() {
        return workingDirectory;
    }

    /** How many values there are: they may be secrets. */
    @Override
    public String toString() {
        return "SettingsSources[" + systemProperties.size() + " system properties, " + environment.size()
                + " environment variables, " + contextParameters.size() + " context parameters]";
    }
}
