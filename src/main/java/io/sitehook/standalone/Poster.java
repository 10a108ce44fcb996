package io.sitehook.standalone;

import io.sitehook.verify.Signer;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Signs and posts one body at a time; safe to use from several threads. */
final class Poster {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI url;
    private final Signer signer;

    Poster(URI url, Signer signer) {
        this.url = url;
        this.signer = signer;
    }

    /**
     * What came of one post.
     *
     * @param outcome the HTTP status, or {@code no answer}
     * @param text the answer's body or detail, or why there was none; on one line
     */
    record Answer(String outcome, String text) {
        boolean isGood() {
            return outcome.equals("200");
        }
    }

    Answer post(byte[] body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(ANSWER_TIMEOUT)
                .header("content-type", "application/json")
                .header("x-hmac-hash", signer.hex(body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            String text = answer.statusCode() == 200 ? answer.body() : detail(answer.body());
            return new Answer(String.valueOf(answer.statusCode()), OneLine.of(text));
        } catch (ConnectException e) {
            return new Answer("no answer", "nobody listens at " + url.getAuthority());
        } catch (HttpTimeoutException e) {
            return new Answer("no answer", "none within " + ANSWER_TIMEOUT.toSeconds() + " s");
        } catch (IOException e) {
            return new Answer("no answer", OneLine.of(e.toString()));
        }
    }

    /** The detail of a problem in JSON, else the whole text. */
    private static String detail(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            JsonObject problem = reader.readObject();
            return problem.getString("detail", problem.getString("title", body));
        } catch (JsonException | IllegalStateException | ClassCastException e) {
            return body;
        }
    }
}
