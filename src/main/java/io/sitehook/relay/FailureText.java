package io.sitehook.relay;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Says why there was no answer. */
final class FailureText {
    private FailureText() {}

    static String of(IOException failure, URI url) {
        String target = url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
        if (failure instanceof UnknownHostException) {
            return "no answer: the name " + url.getHost() + " is not known";
        }
        if (failure instanceof SSLException) {
            return "no answer: TLS with " + target + " failed: " + Printable.of(message(failure));
        }
        if (failure instanceof InterruptedIOException) {
            return "no answer from " + target + ": " + Printable.of(message(failure));
        }
        if (failure instanceof ConnectException) {
            return "no answer: " + target + " can't be connected to: " + Printable.of(message(failure));
        }
        return "no answer from " + target + ": " + failure.getClass().getSimpleName() + ": "
                + Printable.of(message(failure));
    }

    private static String message(IOException failure) {
        return String.valueOf(failure.getMessage());
    }
}
