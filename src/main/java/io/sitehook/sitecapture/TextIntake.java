package io.sitehook.sitecapture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Keeps a text in memory. */
final class TextIntake implements Intake<String> {
    private final int longest;
    private final boolean cut;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private TextIntake(int longest, boolean cut) {
        this.longest = longest;
        this.cut = cut;
    }

    /** JSON in UTF-8. A longer one is refused. */
    static TextIntake json(int longest) {
        return new TextIntake(longest, false);
    }

    /** The beginning of whatever it is. */
    static TextIntake beginning(int longest) {
        return new TextIntake(longest, true);
    }

    @Override
    public void begin(String contentType) throws UnwantedException {
        if (!cut && contentType.equals("text/html")) {
            throw new UnwantedException("an HTML page instead of JSON");
        }
    }

    @Override
    public synchronized void take(ByteBuffer more) throws UnwantedException {
        int room = longest - bytes.size();
        if (more.remaining() > room && !cut) {
            throw new UnwantedException("more than " + longest + " bytes of JSON");
        }
        byte[] piece = new byte[Math.min(room, more.remaining())];
        more.get(piece);
        bytes.write(piece, 0, piece.length);
    }

    @Override
    public synchronized String end() throws UnwantedException {
        if (cut) {
            return bytes.toString(StandardCharsets.UTF_8);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnwantedException("a text that is not UTF-8 instead of JSON");
        }
    }

    @Override
    public void abandon() {
        // Memory goes by itself.
    }
}
