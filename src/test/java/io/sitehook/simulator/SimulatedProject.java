package io.sitehook.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A project with photos.
 *
 * @param status the upper-case value, null for none
 * @param mediaIds of its photos, spread over its sections
 */
public record SimulatedProject(String id, @Nullable String status, Instant lastUpdated, List<String> mediaIds) {
    private static final int SECTIONS = 4;
    private static final int BYTES = 256;

    /** A project with so many photos, whose ids are made of the project's. */
    public static SimulatedProject withPhotos(String id, String status, Instant lastUpdated, int photos) {
        List<String> mediaIds = new ArrayList<>();
        for (int number = 1; number <= photos; number++) {
            mediaIds.add(id + String.format("%04d", number));
        }
        return new SimulatedProject(id, status, lastUpdated, List.copyOf(mediaIds));
    }

    String json() {
        StringBuilder fields = new StringBuilder();
        for (int section = 0; section < Math.min(SECTIONS, Math.max(1, mediaIds.size())); section++) {
            StringBuilder media = new StringBuilder();
            for (int i = section; i < mediaIds.size(); i += SECTIONS) {
                media.append(media.isEmpty() ? "" : ", ").append("{\"id\": \"" + mediaIds.get(i) + "\"}");
            }
            fields.append(fields.isEmpty() ? "" : ", ")
                    .append("{\"section_key\": \"Section " + (section + 1)
                            + "\", \"key\": \"photos\", \"value\": null, \"media\": [" + media + "]}");
        }
        return "{\"id\": " + id + ", \"status\": " + (status == null ? "null" : "\"" + status + "\"")
                + ", \"display_line1\": \"House " + id + "\", \"template_id\": 7, \"last_updated\": \"" + lastUpdated
                + "\", \"due_date\": \"2026-12-01\", \"fields\": [{\"section_key\": \"Section 1\", \"key\": \"roof\", \"value\": \"ok\","
                + " \"display_value\": \"In order\", \"media\": []}, " + fields + "]}";
    }

    /** A JPEG file as far as its structure goes, the same for one id, different for others. */
    public static byte[] photo(String mediaId, int size) {
        byte[] comment = mediaId.getBytes(StandardCharsets.UTF_8);
        byte[] start = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xfe, 0, (byte) (comment.length + 2)};
        byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 2};
        byte[] photo = new byte[Math.max(size, start.length + comment.length + scan.length + 2)];
        System.arraycopy(start, 0, photo, 0, start.length);
        System.arraycopy(comment, 0, photo, start.length, comment.length);
        System.arraycopy(scan, 0, photo, start.length + comment.length, scan.length);
        for (int i = start.length + comment.length + scan.length; i < photo.length - 2; i++) {
            photo[i] = (byte) Math.floorMod(mediaId.hashCode() + i * 31, BYTES / 2);
        }
        photo[photo.length - 2] = (byte) 0xff;
        photo[photo.length - 1] = (byte) 0xd9;
        return photo;
    }

    static byte[] report(String projectId) {
        return ("%PDF-1.4\nThe report of project " + projectId + "\n%%EOF\n").getBytes(StandardCharsets.UTF_8);
    }
}
