-- What sending on needs. Times are milliseconds since 1970, UTC.

ALTER TABLE event ADD COLUMN hops TEXT;  -- the Sitehooks that relayed it, ids separated by commas; null if none did

-- This store's name in such a list: made once, never changed.
CREATE TABLE instance (id TEXT NOT NULL) STRICT;
INSERT INTO instance (id) VALUES (lower(hex(randomblob(8))));

-- Targets that answered 410: nothing is sent to them until somebody activates the subscription again.
CREATE TABLE subscription_gone (
  name   TEXT    PRIMARY KEY,
  target TEXT    NOT NULL,               -- SHA-256 of the URL: another URL is another target
  reason TEXT    NOT NULL,
  at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
