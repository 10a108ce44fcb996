package io.sitehook.builtin.archive;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A page of a bucket's listing.
 *
 * @param sizes by key
 * @param next asks for the next page, null if this is the last
 */
record BucketListing(Map<String, Long> sizes, @Nullable String next) {

    static BucketListing read(String xml) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        Map<String, Long> sizes = new TreeMap<>();
        String key = "";
        String next = "";
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    switch (reader.getLocalName()) {
                        case "Key" -> key = reader.getElementText();
                        case "Size" -> sizes.put(key, Long.parseLong(reader.getElementText()));
                        case "NextContinuationToken" -> next = reader.getElementText();
                        default -> {
                            // not needed
                        }
                    }
                }
            }
        } catch (XMLStreamException | NumberFormatException e) {
            throw new IOException(
                    "the bucket's listing can't be read: " + e.getClass().getSimpleName(), e);
        }
        return new BucketListing(sizes, next.isEmpty() ? null : next);
    }
}
