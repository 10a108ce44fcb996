package io.sitehook.sitecapture;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Intakes of JSON texts with projects. */
final class JsonProjects {
    private static final int LONGEST = 32 << 20;

    private JsonProjects() {}

    /** Makes something of a JSON text. */
    private interface Step<T> {
        T of(JsonValue value, String text) throws UnwantedException;
    }

    static Intake<ReadProject> one() {
        return new ReadIntake<>((value, text) -> {
            if (value instanceof JsonObject object) {
                return ReadProject.of(object, text);
            }
            throw new UnwantedException("JSON that is no object instead of a project");
        });
    }

    static Intake<List<ReadProject>> list() {
        return new ReadIntake<>((value, text) -> {
            if (value.getValueType() != JsonValue.ValueType.ARRAY) {
                throw new UnwantedException("JSON that is no list instead of projects");
            }
            List<ReadProject> projects = new ArrayList<>();
            for (JsonValue item : value.asJsonArray()) {
                if (item instanceof JsonObject object) {
                    projects.add(ReadProject.of(object, object.toString()));
                }
            }
            return projects;
        });
    }

    static Intake<String> text() {
        return new ReadIntake<>((value, text) -> text);
    }

    /** A text that is read as JSON when it is there. */
    private static final class ReadIntake<T> implements Intake<T> {
        private final TextIntake text = TextIntake.json(LONGEST);
        private final Step<T> step;

        ReadIntake(Step<T> step) {
            this.step = step;
        }

        @Override
        public void begin(String contentType) throws UnwantedException {
            text.begin(contentType);
        }

        @Override
        public void take(ByteBuffer bytes) throws UnwantedException {
            text.take(bytes);
        }

        @Override
        public T end() throws UnwantedException {
            String json = text.end();
            try (JsonReader reader = Json.createReader(new StringReader(json))) {
                return step.of(reader.readValue(), json);
            } catch (JsonException e) {
                // Its message quotes nothing of the text, and is not needed either.
                throw new UnwantedException(json.isBlank() ? "nothing instead of JSON" : "a text that is no JSON");
            }
        }

        @Override
        public void abandon() {
            text.abandon();
        }
    }
}
