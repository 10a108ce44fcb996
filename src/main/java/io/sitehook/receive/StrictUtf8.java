package io.sitehook.receive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 and nothing else, without replacing anything: the text has the same bytes again when encoded. */
final class StrictUtf8 {
    private StrictUtf8() {}

    static String decode(byte[] bytes) throws UnreadableException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            return decoder.decode(input).toString();
        } catch (CharacterCodingException e) {
            throw UnreadableException.notJson("not UTF-8: byte " + (input.position() + 1) + " of " + bytes.length
                    + " is wrong" + guess(bytes) + ". Only UTF-8 is read");
        }
    }

    private static String guess(byte[] bytes) {
        if (bytes.length < 2) {
            return "";
        }
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return (first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff) ? " (it looks like UTF-16)" : "";
    }
}
