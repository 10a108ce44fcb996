package io.sitehook.sitecapture;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Puts the login into requests, and takes it out of what the server says. */
final class Login {
    private static final int TOO_SHORT_TO_HIDE = 4;

    private final String basic;
    private final String apiKey;
    private final List<String> secrets;

    Login(Account account) {
        basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((account.user() + ":" + account.password()).getBytes(StandardCharsets.UTF_8));
        apiKey = account.apiKey();
        secrets = Stream.of(basic.substring("Basic ".length()), account.password(), apiKey)
                .filter(secret -> secret.length() >= TOO_SHORT_TO_HIDE)
                .toList();
    }

    HttpRequest.Builder sign(HttpRequest.Builder request) {
        return request.header("Authorization", basic).header("API_KEY", apiKey);
    }

    /** A text from the server, which may repeat what it was sent. */
    String hide(String text) {
        String hidden = text;
        for (String secret : secrets) {
            hidden = hidden.replace(secret, "***");
        }
        return hidden;
    }
}
