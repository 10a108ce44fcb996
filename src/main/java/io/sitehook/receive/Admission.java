package io.sitehook.receive;

import static java.lang.System.Logger.Level.ERROR;

import io.sitehook.verify.HmacVerifier;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can be said against a request before its body is touched, cheapest first. */
final class Admission {
    private static final String SIGNATURE = "x-hmac-hash";

    private final Endpoints endpoints;
    private final ReceiveGate gate;
    private final Rejections rejections;
    private final int longestBody;

    Admission(Endpoints endpoints, ReceiveGate gate, Rejections rejections, int longestBody) {
        this.endpoints = endpoints;
        this.gate = gate;
        this.rejections = rejections;
        this.longestBody = longestBody;
    }

    sealed interface Decision {}

    record Admitted(Endpoint endpoint, HmacVerifier verifier, String signature) implements Decision {}

    record Refused(Refusal refusal) implements Decision {}

    Decision decide(HttpServletRequest request) {
        if (!gate.isOpen()) {
            return new Refused(Refusal.UNAVAILABLE);
        }
        String connection = WebhookPath.connection(request);
        if (connection == null) {
            return new Refused(Refusal.NOT_FOUND);
        }
        if (!"POST".equals(request.getMethod())) {
            return new Refused(Refusal.METHOD);
        }
        if (isEncoded(request)) {
            return new Refused(Refusal.ENCODED);
        }
        if (request.getContentLengthLong() > longestBody) {
            return new Refused(Refusal.TOO_LARGE);
        }
        return signed(request, connection, endpoints.find(connection));
    }

    private Decision signed(HttpServletRequest request, String connection, @Nullable Endpoint endpoint) {
        if (endpoint == null) {
            return new Refused(Refusal.NOT_FOUND);
        }
        HmacVerifier verifier = endpoint.verifier();
        if (verifier == null) {
            rejections.note(
                    ERROR,
                    "connection " + connection,
                    "connection " + connection + " has no HMAC secret: its posts are answered 503 and not stored. "
                            + "Set sitehook.connections." + connection + ".hmac-secret");
            return new Refused(Refusal.UNAVAILABLE);
        }
        List<String> signatures = Collections.list(request.getHeaders(SIGNATURE));
        if (signatures.size() != 1) {
            String reason = signatures.isEmpty()
                    ? "no " + SIGNATURE + " header"
                    : signatures.size() + " " + SIGNATURE + " headers instead of one";
            return new Refused(rejections.reject(new RejectionListener.Rejected(
                    connection, request.getRemoteAddr(), reason, false, signatures, null)));
        }
        return new Admitted(endpoint, verifier, signatures.get(0));
    }

    private static boolean isEncoded(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Content-Encoding")).stream()
                .anyMatch(encoding -> !encoding.isBlank() && !"identity".equalsIgnoreCase(encoding.strip()));
    }
}
