-- What was configured in the admin page. Times are milliseconds since 1970, UTC.
CREATE TABLE configuration (
  kind       TEXT    NOT NULL,            -- connection, subscription
  name       TEXT    NOT NULL,
  revision   INTEGER NOT NULL,            -- goes up with every change: a late writer with an older one changes nothing
  document   TEXT    NOT NULL,            -- JSON, without secrets
  changed_at INTEGER NOT NULL,
  changed_by TEXT    NOT NULL,
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE configuration_secret (
  kind   TEXT    NOT NULL,
  name   TEXT    NOT NULL,
  label  TEXT    NOT NULL,                -- current, previous, api-key
  sealed BLOB    NOT NULL,                -- AES-256-GCM; kind, name and label are sealed in
  since  INTEGER NOT NULL,
  PRIMARY KEY (kind, name, label),
  FOREIGN KEY (kind, name) REFERENCES configuration (kind, name)
) STRICT, WITHOUT ROWID;

-- When each secret of a connection was last the one that a signature was made with, and how that was written.
CREATE TABLE secret_use (
  connection TEXT    NOT NULL,
  label      TEXT    NOT NULL,            -- current, previous
  at         INTEGER NOT NULL,
  form       TEXT    NOT NULL,            -- in words, for example: hex
  PRIMARY KEY (connection, label)
) STRICT, WITHOUT ROWID;

-- Posts that were refused: one row for each source and reason, the latest of them with a piece of its body.
CREATE TABLE rejection (
  id             INTEGER PRIMARY KEY,
  connection     TEXT    NOT NULL,
  remote_address TEXT    NOT NULL,
  reason         TEXT    NOT NULL,
  first_at       INTEGER NOT NULL,
  last_at        INTEGER NOT NULL,
  count          INTEGER NOT NULL,
  findings       TEXT    NOT NULL,        -- sentences, one on a line
  header         TEXT    NOT NULL,        -- the shape of the signature header, never its value
  body_length    INTEGER,                 -- null if the body was not read
  body           BLOB,                    -- at most 4 KiB, the value of api_key masked
  UNIQUE (connection, remote_address, reason)
) STRICT;

CREATE INDEX rejection_latest ON rejection (last_at, id);
CREATE INDEX rejection_of_connection ON rejection (connection, last_at, id);
