-- What the pages show of the sweep and of subscriptions. Times are milliseconds since 1970, UTC.

ALTER TABLE sweep ADD COLUMN ended_at INTEGER;                       -- when the last one that came to its end did
ALTER TABLE sweep ADD COLUMN last_found INTEGER NOT NULL DEFAULT 0;  -- how many events that one put in

-- Few events are swept, so this holds little.
CREATE INDEX event_swept ON event (connection) WHERE signature = 'SWEPT';
-- When a handler was last done with something: its newest minute.
CREATE INDEX handler_tally_done ON handler_tally (handler, minute) WHERE done > 0;
