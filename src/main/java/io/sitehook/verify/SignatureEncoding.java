package io.sitehook.verify;

/** How a signature may be written. */
public enum SignatureEncoding {
    /** Any of the others. */
    ANY("hex or base64"),
    /** Two hexadecimal digits a byte, in any case. */
    HEX("hex"),
    /** With {@code +} and {@code /}, with or without padding. */
    BASE64("base64"),
    /** With {@code -} and {@code _}, with or without padding. */
    BASE64URL("base64url");

    private final String words;

    SignatureEncoding(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
