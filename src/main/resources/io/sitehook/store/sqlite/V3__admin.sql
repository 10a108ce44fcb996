-- What the administrator's pages need beyond events and deliveries. Times are milliseconds since 1970, UTC.

-- What came in, by minute and connection: written once for each connection in the transaction that stores the events.
CREATE TABLE tally (
  minute     INTEGER NOT NULL, -- minutes since 1970
  connection TEXT    NOT NULL,
  received   INTEGER NOT NULL, -- all that were stored, those of the other columns included
  duplicates INTEGER NOT NULL DEFAULT 0,
  ignored    INTEGER NOT NULL DEFAULT 0,
  unreadable INTEGER NOT NULL DEFAULT 0,
  rejected   INTEGER NOT NULL DEFAULT 0, -- refused for their signature or api_key: no rows
  PRIMARY KEY (connection, minute)
) STRICT, WITHOUT ROWID;

CREATE INDEX tally_minute ON tally (minute);

-- All that came in from the beginning, by connection.
CREATE TABLE connection_total (
  connection TEXT    PRIMARY KEY,
  received   INTEGER NOT NULL,
  last_at    INTEGER NOT NULL,
  last_id    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- What handlers did, by minute.
CREATE TABLE handler_tally (
  minute  INTEGER NOT NULL,
  handler TEXT    NOT NULL,
  done    INTEGER NOT NULL,
  failed  INTEGER NOT NULL, -- attempts
  PRIMARY KEY (minute, handler)
) STRICT, WITHOUT ROWID;

-- How many status changes of each state were handed to handlers or parked, from the beginning. '' is without a state.
CREATE TABLE state_tally (
  workflow_state TEXT PRIMARY KEY,
  events         INTEGER NOT NULL,
  last_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Why attempts fail: the same for all that fail alike.
CREATE TABLE cause (
  key      TEXT PRIMARY KEY,
  handler  TEXT NOT NULL,
  what     TEXT NOT NULL, -- class of the exception, or the handler's reason with its digits folded
  frame    TEXT,          -- the topmost frame in the handler's own code
  text     TEXT NOT NULL, -- as it was the first time
  first_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE handler_pause (
  handler   TEXT PRIMARY KEY,
  paused_by TEXT NOT NULL,
  reason    TEXT NOT NULL,
  at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who did what. Rows are only ever added.
CREATE TABLE audit (
  id             INTEGER PRIMARY KEY,
  at             INTEGER NOT NULL,
  user           TEXT    NOT NULL,
  action         TEXT    NOT NULL,
  target         TEXT    NOT NULL,
  detail         TEXT    NOT NULL,
  remote_address TEXT    NOT NULL
) STRICT;

CREATE INDEX audit_user ON audit (user);
CREATE INDEX audit_action ON audit (action);

-- Work on many deliveries at once, in small transactions.
CREATE TABLE job (
  id         TEXT PRIMARY KEY,
  action     TEXT    NOT NULL,
  state      TEXT    NOT NULL CHECK (state IN ('RUNNING', 'FINISHED', 'CANCELLED', 'FAILED')),
  total      INTEGER NOT NULL,
  done       INTEGER NOT NULL DEFAULT 0,
  skipped    INTEGER NOT NULL DEFAULT 0,
  started_by TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  ended_at   INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX job_at ON job (at);
