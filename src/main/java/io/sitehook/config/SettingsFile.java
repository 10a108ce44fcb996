package io.sitehook.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Reads {@code sitehook.properties}: UTF-8, else as {@link Properties} reads it. A name that is set twice is a problem. */
final class SettingsFile {
    static final String NAME = "sitehook.properties";

    private SettingsFile() {}

    /** The names and values in the file; none if there is no file. */
    static Map<String, String> read(Path file, Problems problems) {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            String text = text(file);
            Collector collector = new Collector(values, file, problems);
            collector.load(new StringReader(text));
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (CharacterCodingException e) {
            problems.add(shown(file) + " is not UTF-8 text: save it as UTF-8");
        } catch (IllegalArgumentException e) {
            problems.add(
                    shown(file) + " is malformed: a \\u is not followed by four hexadecimal digits. Write a backslash"
                            + " as \\\\");
        } catch (IOException e) {
            problems.add(shown(file) + " can't be read: " + reason(file, e));
        }
        return values;
    }

    private static String text(Path file) throws IOException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Why a file could not be read, without its content. */
    static String reason(Path file, IOException error) {
        if (Files.isDirectory(file)) {
            return "it is a directory";
        }
        if (error instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (error instanceof AccessDeniedException) {
            return "access is denied";
        }
        if (error instanceof FileSystemException system && system.getReason() != null) {
            return Problems.escaped(system.getReason());
        }
        return error.getClass().getSimpleName();
    }

    private static String shown(Path file) {
        return Problems.escaped(file.toString());
    }

    /** Notices names that come twice, which {@link Properties} itself would pass over. */
    @SuppressWarnings("serial")
    private static final class Collector extends Properties {
        private final transient Map<String, String> values;
        private final transient Path file;
        private final transient Problems problems;

        Collector(Map<String, String> values, Path file, Problems problems) {
            this.values = values;
            this.file = file;
            this.problems = problems;
        }

        @Override
        public synchronized Object put(Object key, Object value) {
            String name = (String) key;
            if (values.put(name, (String) value) != null) {
                problems.add(UnknownNames.shown(name) + " (" + shown(file) + "): it is set twice in the file");
            }
            return value;
        }
    }
}
