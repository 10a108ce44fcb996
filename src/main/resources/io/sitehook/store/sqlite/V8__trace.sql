-- The place in a distributed trace that a post was sent from, by W3C Trace Context; null if it named none.
ALTER TABLE event ADD COLUMN traceparent TEXT;
