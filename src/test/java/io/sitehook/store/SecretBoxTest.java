package io.sitehook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.store.SecretBox.Owner;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretBoxTest {
    private static final Owner OWNER = new Owner("connection", "sitecapture", "current");
    private static final String SECRET = "a secret with an ü in it";

    private final SecretBox box = new SecretBox(new byte[32]);

    @Test
    void whatWasSealedIsOpenedAgainAndLooksDifferentEachTime() throws Exception {
        byte[] sealed = box.seal(OWNER, SECRET);
        assertThat(box.open(OWNER, sealed)).isEqualTo(SECRET);
        assertThat(new SecretBox(new byte[32]).open(OWNER, sealed)).isEqualTo(SECRET);
        assertThat(box.seal(OWNER, SECRET)).isNotEqualTo(sealed);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    }

    @Test
    void noSecretCanBeOpenedAsThatOfAnother() {
        byte[] sealed = box.seal(OWNER, SECRET);
        for (Owner other : new Owner[] {
            new Owner("subscription", "sitecapture", "current"),
            new Owner("connection", "other", "current"),
            new Owner("connection", "sitecapture", "previous"),
            new Owner("connection", "sitecapturecurrent", "")
        }) {
            assertThatThrownBy(() -> box.open(other, sealed))
                    .as("%s", other)
                    .isInstanceOf(SecretBox.CannotOpenException.class)
                    .hasMessageContaining(other.name());
        }
    }

    @Test
    void oneFlippedBitAnywhereIsNoticed() {
        byte[] sealed = box.seal(OWNER, SECRET);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> box.open(OWNER, changed)).isInstanceOf(SecretBox.CannotOpenException.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> box.open(OWNER, cut)).isInstanceOf(SecretBox.CannotOpenException.class);
        }
    }

    @Test
    void anotherKeyOpensNothingAndTheMessageSaysWhatToDo() {
        byte[] otherKey = new byte[32];
        otherKey[31] = 1;
        byte[] sealed = box.seal(OWNER, SECRET);
        assertThatThrownBy(() -> new SecretBox(otherKey).open(OWNER, sealed))
                .hasMessageContaining("connection sitecapture")
                .hasMessageContaining("set the secret again")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aKeyOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> new SecretBox(new byte[16])).hasMessageContaining("16 bytes instead of 32");
    }
}
