package io.sitehook.store.sql;

import io.sitehook.testing.Postgres;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A client of PostgreSQL that takes the lock of those who change lines of deliveries, and then hangs, as a server does
 * that is stopped between two packets. It speaks the protocol itself, as no driver can be stopped there on purpose.
 */
final class HungClient implements AutoCloseable {
    private static final int PROTOCOL = 3 << 16;
    private static final String LOCK = "SELECT pg_advisory_xact_lock(" + PostgresDialect.WORK_LOCK + ")";

    /** Where it hangs. */
    enum Where {
        /** Statements were sent, but not yet the message that ends them. */
        SENDING,
        /** More is answered than it has room for. */
        READING
    }

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final int process;

    private HungClient(Socket socket, String user, String database) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        byte[] start = ("user\0" + user + "\0database\0" + database + "\0\0").getBytes(StandardCharsets.UTF_8);
        out.writeInt(start.length + 8);
        out.writeInt(PROTOCOL);
        out.write(start);
        out.flush();
        byte[] key = readUntil('K');
        process = ByteBuffer.wrap(key).getInt();
        byte[] ready = readUntil('Z');
        assert ready.length == 1;
    }

    static HungClient connect(Postgres server, String database, Where where) throws IOException {
        HungClient client =
                new HungClient(new Socket(InetAddress.getLoopbackAddress(), server.port()), server.user(), database);
        switch (where) {
            case SENDING -> client.send();
            case READING -> client.read();
        }
        return client;
    }

    /** The server's process for it. */
    int process() {
        return process;
    }

    private void send() throws IOException {
        for (String statement : new String[] {"BEGIN", LOCK}) {
            message('P', "\0" + statement + "\0\0\0");
            message('B', "\0\0\0\0\0\0\0\0");
            message('E', "\0\0\0\0\0");
        }
        message('H', ""); // a flush, and no sync
        byte[] begun = readUntil('C');
        byte[] locked = readUntil('C');
        assert begun.length > 0 && locked.length > 0;
    }

    private void read() throws IOException {
        message('Q', "BEGIN; " + LOCK + "; SELECT repeat('x', 1000) FROM generate_series(1, 100000)\0");
        byte[] begun = readUntil('C');
        byte[] locked = readUntil('C');
        assert begun.length > 0 && locked.length > 0;
    }

    private void message(char type, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(content.getBytes(StandardCharsets.UTF_8));
        out.writeByte(type);
        out.writeInt(bytes.size() + 4);
        bytes.writeTo(out);
        out.flush();
    }

    private byte[] readUntil(char wanted) throws IOException {
        while (true) {
            int type = in.readUnsignedByte();
            byte[] content = in.readNBytes(in.readInt() - 4);
            if (type == 'E') {
                throw new IOException("the database refuses: " + new String(content, StandardCharsets.UTF_8));
            }
            if (type == wanted) {
                return content;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
