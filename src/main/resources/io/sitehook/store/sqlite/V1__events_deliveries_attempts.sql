-- An event is one accepted request. Times are milliseconds since 1970, UTC.
CREATE TABLE event (
  seq            INTEGER PRIMARY KEY,     -- order of receipt
  id             TEXT    NOT NULL UNIQUE, -- UUID version 7, time-ordered, so that the index grows at its end
  connection     TEXT    NOT NULL,
  received_at    INTEGER NOT NULL,
  state          TEXT    NOT NULL CHECK (state IN ('RECEIVED', 'ROUTED', 'PARKED', 'DUPLICATE', 'IGNORED', 'UNREADABLE', 'REPAIRED')),
  project_id     TEXT,                    -- this and the next three are null for UNREADABLE
  kind           TEXT,
  status         TEXT,
  workflow_state TEXT,                    -- null too for a status without a workflow state
  body           BLOB    NOT NULL,        -- as received, the value of api_key masked
  body_sha256    BLOB    NOT NULL,        -- of the body as received, before masking
  duplicate_of   TEXT,                    -- the event this one is the same as; set for DUPLICATE
  repeat_of      TEXT,                    -- the event whose bytes this one repeats, and which was delivered
  repair_of      TEXT,                    -- the unreadable event that a person made this one from
  reason         TEXT,                    -- in words, for UNREADABLE and PARKED
  signature      TEXT    NOT NULL,        -- how the signature matched, in words
  remote_address TEXT    NOT NULL,
  content_type   TEXT,
  user_agent     TEXT
) STRICT;

-- Finds a project's latest event, for telling duplicates.
CREATE INDEX event_latest ON event (connection, project_id, seq) WHERE duplicate_of IS NULL AND project_id IS NOT NULL;
CREATE INDEX event_unrouted ON event (seq) WHERE state = 'RECEIVED';
-- For lists, newest first. Each insert goes to the end of one of a few ranges, so the pages it touches stay the same few.
CREATE INDEX event_browse ON event (connection, workflow_state);
-- Duplicates are not in event_latest.
CREATE INDEX event_duplicate ON event (project_id) WHERE duplicate_of IS NOT NULL;

-- A delivery is one event for one handler.
CREATE TABLE delivery (
  id          INTEGER PRIMARY KEY,
  event       INTEGER NOT NULL REFERENCES event (seq),
  handler     TEXT    NOT NULL,
  connection  TEXT    NOT NULL,
  project_id  TEXT    NOT NULL,
  state       TEXT    NOT NULL CHECK (state IN ('PENDING', 'RUNNING', 'DONE', 'DEAD', 'SUPERSEDED', 'DISCARDED')),
  head        INTEGER NOT NULL CHECK (head IN (0, 1)), -- 1: first in the line of its handler and project, so it may run
  due_at      INTEGER NOT NULL,
  attempts    INTEGER NOT NULL DEFAULT 0, -- counted before the handler is called
  failures    INTEGER NOT NULL DEFAULT 0, -- attempts that count towards the limit
  crashes     INTEGER NOT NULL DEFAULT 0, -- attempts during which the server died
  fence       INTEGER NOT NULL DEFAULT 0, -- goes up with every claim: a late writer with an older one changes nothing
  owner       TEXT,                       -- the server that runs it, while RUNNING
  lease_until INTEGER,
  finished_at INTEGER,
  cause       TEXT,                       -- key of why the last attempt failed
  failed_at   INTEGER,                    -- when that was
  discard_reason TEXT,
  replayed_by TEXT,                       -- who asked for the run that is due; null if nobody did
  UNIQUE (event, handler)
) STRICT;

CREATE INDEX delivery_due ON delivery (handler, due_at, event) WHERE state = 'PENDING' AND head = 1;
CREATE INDEX delivery_line ON delivery (handler, connection, project_id, event) WHERE state IN ('PENDING', 'RUNNING');
CREATE INDEX delivery_leased ON delivery (lease_until) WHERE state = 'RUNNING';

-- An attempt is one run of a handler for a delivery.
CREATE TABLE attempt (
  delivery     INTEGER NOT NULL REFERENCES delivery (id),
  number       INTEGER NOT NULL,
  started_at   INTEGER NOT NULL,
  finished_at  INTEGER,
  outcome      TEXT CHECK (outcome IN ('DONE', 'RETRY', 'REJECTED', 'FAILED', 'TIMED_OUT', 'CRASHED', 'STOPPED')), -- null while it runs
  text         TEXT,                      -- the handler's note or reason
  error        TEXT,                      -- stack trace of what it threw
  thread_dump  TEXT,                      -- of its thread, at the deadline
  unit         TEXT NOT NULL,             -- the handler's jar
  unit_version TEXT NOT NULL,
  unit_sha256  TEXT NOT NULL,
  node         TEXT NOT NULL,
  cause        TEXT,                      -- key of why it failed
  replayed_by  TEXT,                      -- who asked for this run; null if nobody did
  PRIMARY KEY (delivery, number)
) STRICT, WITHOUT ROWID;

-- What needs a person, or is not delivered. An OR and not an IN: only so is the index found for one state.
CREATE INDEX event_apart ON event (state, workflow_state)
  WHERE state = 'PARKED' OR state = 'UNREADABLE' OR state = 'DUPLICATE' OR state = 'IGNORED' OR state = 'REPAIRED';
CREATE INDEX delivery_ended ON delivery (state, event, handler)
  WHERE state = 'DEAD' OR state = 'DISCARDED' OR state = 'SUPERSEDED';
-- What fails, grouped by its cause.
CREATE INDEX delivery_failing ON delivery (cause, event, handler, state, connection, failed_at)
  WHERE cause IS NOT NULL AND state IN ('PENDING', 'RUNNING', 'DEAD');

-- Written to find out whether the store can write again after trouble.
CREATE TABLE probe (at INTEGER NOT NULL) STRICT;
INSERT INTO probe (at) VALUES (0);
