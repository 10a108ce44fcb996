package io.sitehook.receive;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One connection to a server, on which any bytes can be sent. */
final class HttpConnection implements Closeable {
    private final Socket socket;
    private final InputStream input;

    /** An answer: its status, its header lines and its body. */
    record Answer(int status, List<String> headers, String body) {
        String header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            for (String line : headers) {
                if (line.toLowerCase(Locale.ROOT).startsWith(start)) {
                    return line.substring(start.length()).strip();
                }
            }
            return "";
        }
    }

    HttpConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        input = socket.getInputStream();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes so that the server sees a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Reads one whole answer; of a head only, if there is no length. */
    Answer answer() throws IOException {
        String statusLine = line();
        if (statusLine.isEmpty()) {
            throw new IOException("the server closed the connection without an answer");
        }
        List<String> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            headers.add(line);
        }
        Answer head = new Answer(Integer.parseInt(statusLine.split(" ")[1]), headers, "");
        String length = head.header("Content-Length");
        byte[] body = length.isEmpty() ? new byte[0] : input.readNBytes(Integer.parseInt(length));
        return new Answer(head.status(), headers, new String(body, StandardCharsets.UTF_8));
    }

    /** Whether the server has closed its side; waits for it. */
    boolean isClosedByServer() throws IOException {
        try {
            return input.read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
