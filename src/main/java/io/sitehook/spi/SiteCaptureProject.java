package io.sitehook.spi;

import java.util.List;
import java.util.Optional;

/**
 * A project as SiteCapture's API gives it. Nothing of it is sure to be there but the id: which fields a project has is
 * up to its template. All of it comes from outside. Implemented by Sitehook; immutable and safe to share between threads.
 */
public interface SiteCaptureProject {

    /**
     * The project's id.
     *
     * @return the characters of the number or text that was sent
     */
    String id();

    /**
     * A value of the project itself, for example {@code status}, {@code display_line1}, {@code last_updated},
     * {@code due_date} or {@code priority}.
     *
     * @param name the name in the JSON, on its top level
     * @return the content of a text, or the JSON of a number or of true or false; empty if it is not there, is null, or
     *     is an object or a list
     */
    Optional<String> text(String name);

    /**
     * The fields that were filled in, in the order in which they came; those of contained items, of the same form, follow
     * after those of the project.
     *
     * @return unmodifiable, empty if there are none
     */
    List<Field> fields();

    /**
     * The whole answer.
     *
     * @return its JSON as it came
     */
    String json();

    /** One field of a project: an answer on a form, with its photos. Immutable. */
    interface Field {

        /**
         * The section of the form.
         *
         * @return {@code section_key}, empty if it has none
         */
        String section();

        /**
         * The field's own key.
         *
         * @return {@code key}, empty if it has none
         */
        String key();

        /**
         * What was filled in.
         *
         * @return {@code value}: the content of a text, or the JSON of anything else; empty if it is not there or null
         */
        Optional<String> value();

        /**
         * What was filled in, as people read it.
         *
         * @return {@code display_value} likewise
         */
        Optional<String> displayValue();

        /**
         * The field's photos.
         *
         * @return their ids, in the order in which they came; unmodifiable
         */
        List<String> mediaIds();
    }
}
