package io.sitehook.config;

import io.sitehook.config.ConnectionSettings.SecretEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** Reads secrets, from a value or from a file that a value names. No message of it has a secret, or such a path, in it. */
final class SecretReader {
    private static final int LONGEST_FILE = 65_536;
    private static final int SHORTEST_TOKEN = 24;
    private static final int SHORT_SECRET = 24;
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private final SourceStack sources;
    private final Path home;
    private final Problems problems;

    SecretReader(SourceStack sources, Path home, Problems problems) {
        this.sources = sources;
        this.home = home;
        this.problems = problems;
    }

    /** A secret that was found, and where. */
    record Found(Value value, Secret secret) {}

    /** The secret of a connection, empty if there is none or if it is a problem. */
    Optional<Found> find(Setting direct, Setting inFile, String connection) {
        Optional<Value> value = sources.find(direct, direct.named(connection));
        Optional<Value> file = sources.find(inFile, inFile.named(connection));
        if (value.isPresent() && file.isPresent()) {
            problems.add(value.get() + " and " + file.get() + " are both set: keep one of them");
            return Optional.empty();
        }
        if (value.isPresent()) {
            return judged(value.get(), value.get().text());
        }
        return file.flatMap(found -> content(found).flatMap(text -> judged(found, text)));
    }

    /** A bearer token for programs, empty if there is none or if it is a problem. */
    Optional<Secret> token(Setting direct, Setting inFile) {
        return find(direct, inFile, "").map(found -> {
            if (found.secret().reveal().length() < SHORTEST_TOKEN) {
                problems.add(found.value(), "it is too short");
            }
            return found.secret();
        });
    }

    /** Checks an HMAC secret against its encoding, and its length. */
    void checkKey(Found found, SecretEncoding encoding) {
        try {
            int length = SecretDecoder.bytes(found.secret(), encoding).length;
            if (length < SHORT_SECRET) {
                problems.warn(found.value() + ": the secret is only " + length + " bytes long; " + SHORT_SECRET
                        + " or more are safer");
            }
        } catch (IllegalArgumentException e) {
            problems.add(found.value() + ": " + e.getMessage() + ", which " + Setting.HMAC_SECRET_ENCODING.lastPart()
                    + " says it is");
        }
    }

    private Optional<Found> judged(Value value, String raw) {
        String text = withoutNewline(raw);
        if (text.isBlank()) {
            problems.add(value, "it is empty");
            return Optional.empty();
        }
        if (Placeholders.isPlaceholder(text)) {
            problems.add(value, "it is a placeholder, not a secret");
            return Optional.empty();
        }
        if (!text.equals(text.strip())) {
            problems.warn(value + ": the secret begins or ends with a blank, which counts as a part of it");
        }
        return Optional.of(new Found(value, new Secret(text)));
    }

    private static String withoutNewline(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private Optional<String> content(Value value) {
        if (value.text().isBlank()) {
            problems.add(value, "it is empty");
            return Optional.empty();
        }
        Path file;
        try {
            file = home.resolve(value.text().strip());
        } catch (InvalidPathException e) {
            problems.add(value, "it is no path");
            return Optional.empty();
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(LONGEST_FILE + 1);
            if (bytes.length > LONGEST_FILE) {
                problems.add(value, "the file is longer than " + LONGEST_FILE + " bytes, so it is no secret");
                return Optional.empty();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            warnIfOpen(file, value.toString(), problems);
            return Optional.of(text);
        } catch (CharacterCodingException e) {
            problems.add(value, "the file is not UTF-8 text; write the secret as hex or base64");
        } catch (IOException e) {
            problems.add(
                    value,
                    "the file that it names can't be read: " + SettingsFile.reason(file, e)
                            + (e instanceof FileSystemException
                                    ? " (a relative path starts at the home, " + Problems.escaped(home.toString()) + ")"
                                    : ""));
        }
        return Optional.empty();
    }

    /** Warns if others than the owner may read a file with secrets. */
    static void warnIfOpen(Path file, String what, Problems problems) {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                problems.warn(what + ": the file can be read by its group or by others; chmod 600 it");
            }
        } catch (IOException | UnsupportedOperationException e) {
            // No such permissions here, or not known: nothing to warn of.
        }
    }
}
