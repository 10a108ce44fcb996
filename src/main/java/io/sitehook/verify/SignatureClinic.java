package io.sitehook.verify;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a signature does not fit, in words for people. It tries what usually goes wrong: another form or digest,
 * another secret, a body that something on the way has changed. Far too slow for a request; give it one refused post at a
 * time. Immutable. No finding has a signature or a secret in it.
 */
public final class SignatureClinic {
    private static final int LONGEST_BODY = 65_536;

    private final HmacAlgorithm algorithm;
    private final SignatureEncoding accepted;
    private final List<Suspect> suspects;

    /** A key to try, and what it would mean if it fitted. */
    private record Suspect(byte[] key, String words, boolean own) {}

    /**
     * Prepares for one connection.
     *
     * @param algorithm the digest that is configured
     * @param accepted the form that is configured
     * @param own the connection's secrets
     * @param others secrets of other connections, labelled so that people know them
     */
    public SignatureClinic(
            HmacAlgorithm algorithm, SignatureEncoding accepted, List<SigningSecret> own, List<SigningSecret> others) {
        this.algorithm = algorithm;
        this.accepted = accepted;
        List<Suspect> all = new ArrayList<>();
        for (SigningSecret secret : own) {
            all.add(new Suspect(secret.key(), "", true));
            KeyReadings.of(secret.key())
                    .forEach((words, key) -> all.add(new Suspect(key, "the " + secret + " " + words, true)));
        }
        for (SigningSecret secret : others) {
            all.add(new Suspect(secret.key(), "the secret of " + secret.label() + " was used", false));
        }
        suspects = List.copyOf(all);
    }

    /**
     * Looks at one refused post.
     *
     * @param body as it was received; null if it was not read
     * @param headers the values of the signature header
     * @return sentences, the most telling first; at least one
     */
    public List<String> examine(byte @Nullable [] body, List<String> headers) {
        if (headers.isEmpty()) {
            return List.of(
                    "There is no x-hmac-hash header: the sender does not sign, or something in front removed it.");
        }
        if (headers.size() > 1) {
            return List.of("The x-hmac-hash header came " + headers.size()
                    + " times: something in front added one. Exactly one is taken.");
        }
        SignatureShape shape = SignatureShape.of(headers.get(0));
        Set<String> findings = new LinkedHashSet<>(shape.complaints(algorithm));
        if (body == null || shape.digests().isEmpty()) {
            return findings.isEmpty()
                    ? List.of("The body was not read, so nothing more can be said.")
                    : List.copyOf(findings);
        }
        String match = body.length > LONGEST_BODY ? null : match(body, shape);
        if (match != null) {
            return List.of(match);
        }
        findings.add(
                "The secret differs from the sender's, or the body was changed on the way in a way that is not known"
                        + " here.");
        return List.copyOf(findings);
    }

    /** What fits, in words; null if nothing does. */
    private @Nullable String match(byte[] body, SignatureShape shape) {
        for (SignatureShape.Digest digest : shape.digests()) {
            for (HmacAlgorithm each : HmacAlgorithm.values()) {
                String found = each.length() == digest.bytes().length ? match(body, digest, each) : null;
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private @Nullable String match(byte[] body, SignatureShape.Digest digest, HmacAlgorithm each) {
        List<BodyVariants.Variant> variants = BodyVariants.of(body);
        for (Suspect suspect : suspects) {
            KeyedMac mac = new KeyedMac(each, suspect.key());
            if (MessageDigest.isEqual(mac.of(body), digest.bytes())) {
                return sentence(suspect.words(), "", digest, each);
            }
            // What is changed on the way is only looked for with the connection's own secret.
            for (BodyVariants.Variant variant :
                    suspect.own() && suspect.words().isEmpty() ? variants : List.<BodyVariants.Variant>of()) {
                if (MessageDigest.isEqual(mac.of(variant.bytes()), digest.bytes())) {
                    return sentence(suspect.words(), variant.words(), digest, each);
                }
            }
        }
        return MessageDigest.isEqual(PlainDigest.of(each, body), digest.bytes())
                ? "It is a plain digest of the body without any secret, so it proves nothing. The sender must sign with the"
                        + " HMAC shared secret."
                : null;
    }

    private String sentence(String secret, String body, SignatureShape.Digest digest, HmacAlgorithm each) {
        List<String> parts = new ArrayList<>();
        if (!secret.isEmpty()) {
            parts.add(secret);
        }
        if (!body.isEmpty()) {
            parts.add(body);
        }
        if (each != algorithm) {
            parts.add("it was made with " + each.standardName() + ", and the connection is set to "
                    + algorithm.standardName() + " (hmac-algorithm)");
        }
        if (!digest.usual()) {
            parts.add("it is written as " + digest.form() + ", which is not taken");
        } else if (accepted != SignatureEncoding.ANY && accepted != digest.encoding()) {
            parts.add("it is written in " + digest.form() + ", and only " + accepted.words()
                    + " is taken (signature-encoding)");
        }
        return parts.isEmpty()
                ? "The signature fits now: the secret was changed since, or the api_key in the body was wrong."
                : "The signature would fit, but " + String.join("; and ", parts) + ".";
    }

    /**
     * The shape of a signature header, for people.
     *
     * @return for example {@code 64 hex digits}; nothing of the value
     */
    public static String shape(List<String> headers) {
        if (headers.size() != 1) {
            return headers.isEmpty() ? "none" : headers.size() + " headers";
        }
        return SignatureShape.of(headers.get(0)).words();
    }
}
