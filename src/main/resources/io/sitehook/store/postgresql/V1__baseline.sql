-- The same tables as in SQLite; what is different is said. Times are milliseconds since 1970, UTC, of the database's clock.
-- Text is compared by its code points (COLLATE "C"), as the lists walk it.

-- An event is one accepted request.
CREATE TABLE event (
  seq            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- order of receipt within a project
  id             text COLLATE "C" NOT NULL UNIQUE, -- UUID version 7, time-ordered, so that the index grows at its end
  connection     text COLLATE "C" NOT NULL,
  received_at    bigint  NOT NULL,
  state          text COLLATE "C" NOT NULL CHECK (state IN ('RECEIVED', 'ROUTED', 'PARKED', 'DUPLICATE', 'IGNORED', 'UNREADABLE', 'REPAIRED')),
  project_id     text COLLATE "C",        -- this and the next three are null for UNREADABLE
  kind           text COLLATE "C",
  status         text COLLATE "C",
  workflow_state text COLLATE "C",        -- null too for a status without a workflow state
  body           bytea   NOT NULL,        -- as received, the value of api_key masked
  body_sha256    bytea   NOT NULL,        -- of the body as received, before masking
  duplicate_of   text COLLATE "C",        -- the event this one is the same as; set for DUPLICATE
  repeat_of      text COLLATE "C",        -- the event whose bytes this one repeats, and which was delivered
  repair_of      text COLLATE "C",        -- the unreadable event that a person made this one from
  reason         text,                    -- in words, for UNREADABLE and PARKED
  signature      text COLLATE "C" NOT NULL, -- how the signature matched, in words
  remote_address text    NOT NULL,
  content_type   text,
  user_agent     text,
  hops           text,                    -- the Sitehooks that relayed it, ids separated by commas; null if none did
  traceparent    text                     -- the place in a distributed trace; null if the post named none
);
CREATE INDEX event_latest ON event (connection, project_id, seq) WHERE duplicate_of IS NULL AND project_id IS NOT NULL;
CREATE INDEX event_unrouted ON event (seq) WHERE state = 'RECEIVED';
-- SQLite's indexes end with the row's number by themselves.
CREATE INDEX event_browse ON event (connection, workflow_state, seq);
CREATE INDEX event_duplicate ON event (project_id, seq) WHERE duplicate_of IS NOT NULL;
CREATE INDEX event_apart ON event (state, workflow_state, seq)
  WHERE state = 'PARKED' OR state = 'UNREADABLE' OR state = 'DUPLICATE' OR state = 'IGNORED' OR state = 'REPAIRED';
CREATE INDEX event_swept ON event (connection, seq) WHERE signature = 'SWEPT';

-- A delivery is one event for one handler.
CREATE TABLE delivery (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event       bigint  NOT NULL REFERENCES event (seq),
  handler     text COLLATE "C" NOT NULL,
  connection  text COLLATE "C" NOT NULL,
  project_id  text COLLATE "C" NOT NULL,
  state       text COLLATE "C" NOT NULL CHECK (state IN ('PENDING', 'RUNNING', 'DONE', 'DEAD', 'SUPERSEDED', 'DISCARDED')),
  head        smallint NOT NULL CHECK (head IN (0, 1)), -- 1: first in the line of its handler and project, so it may run
  due_at      bigint  NOT NULL,
  attempts    integer NOT NULL DEFAULT 0, -- counted before the handler is called
  failures    integer NOT NULL DEFAULT 0, -- attempts that count towards the limit
  crashes     integer NOT NULL DEFAULT 0, -- attempts during which the server died
  fence       bigint  NOT NULL DEFAULT 0, -- goes up with every claim: a late writer with an older one changes nothing
  owner       text COLLATE "C",           -- the server that runs it, while RUNNING
  lease_until bigint,
  finished_at bigint,
  cause       text COLLATE "C",           -- key of why the last attempt failed
  failed_at   bigint,                     -- when that was
  discard_reason text,
  replayed_by text,                       -- who asked for the run that is due; null if nobody did
  UNIQUE (event, handler)
) WITH (fillfactor = 70); -- each is changed twice or more: room for that on the same page
CREATE INDEX delivery_due ON delivery (handler, due_at, event) WHERE state = 'PENDING' AND head = 1;
CREATE INDEX delivery_line ON delivery (handler, connection, project_id, event) WHERE state IN ('PENDING', 'RUNNING');
CREATE INDEX delivery_leased ON delivery (lease_until) WHERE state = 'RUNNING';
CREATE INDEX delivery_ended ON delivery (state, event, handler)
  WHERE state = 'DEAD' OR state = 'DISCARDED' OR state = 'SUPERSEDED';
CREATE INDEX delivery_failing ON delivery (cause, event, handler, state, connection, failed_at)
  WHERE cause IS NOT NULL AND state IN ('PENDING', 'RUNNING', 'DEAD');

-- An attempt is one run of a handler for a delivery.
CREATE TABLE attempt (
  delivery     bigint  NOT NULL REFERENCES delivery (id),
  number       integer NOT NULL,
  started_at   bigint  NOT NULL,
  finished_at  bigint,
  outcome      text COLLATE "C" CHECK (outcome IN ('DONE', 'RETRY', 'REJECTED', 'FAILED', 'TIMED_OUT', 'CRASHED', 'STOPPED')), -- null while it runs
  text         text,                      -- the handler's note or reason
  error        text,                      -- stack trace of what it threw
  thread_dump  text,                      -- of its thread, at the deadline
  unit         text    NOT NULL,          -- the handler's jar
  unit_version text    NOT NULL,
  unit_sha256  text    NOT NULL,
  node         text    NOT NULL,
  cause        text COLLATE "C",          -- key of why it failed
  replayed_by  text,                      -- who asked for this run; null if nobody did
  PRIMARY KEY (delivery, number)
) WITH (fillfactor = 80);

-- Written to find out whether the store can write again after trouble.
CREATE TABLE probe (at bigint NOT NULL);
INSERT INTO probe (at) VALUES (0);

-- What was configured in the admin page.
CREATE TABLE configuration (
  kind       text COLLATE "C" NOT NULL,   -- connection, subscription
  name       text COLLATE "C" NOT NULL,
  revision   bigint NOT NULL,             -- goes up with every change: a late writer with an older one changes nothing
  document   text   NOT NULL,             -- JSON, without secrets
  changed_at bigint NOT NULL,
  changed_by text   NOT NULL,
  PRIMARY KEY (kind, name)
);
CREATE TABLE configuration_secret (
  kind   text COLLATE "C" NOT NULL,
  name   text COLLATE "C" NOT NULL,
  label  text COLLATE "C" NOT NULL,       -- current, previous, api-key
  sealed bytea  NOT NULL,                 -- AES-256-GCM; kind, name and label are sealed in
  since  bigint NOT NULL,
  PRIMARY KEY (kind, name, label),
  FOREIGN KEY (kind, name) REFERENCES configuration (kind, name)
);
CREATE TABLE secret_use (
  connection text COLLATE "C" NOT NULL,
  label      text COLLATE "C" NOT NULL,   -- current, previous
  at         bigint NOT NULL,
  form       text   NOT NULL,             -- in words, for example: hex
  PRIMARY KEY (connection, label)
);

-- Posts that were refused: one row for each source and reason, the latest of them with a piece of its body.
CREATE TABLE rejection (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connection     text COLLATE "C" NOT NULL,
  remote_address text COLLATE "C" NOT NULL,
  reason         text COLLATE "C" NOT NULL,
  first_at       bigint  NOT NULL,
  last_at        bigint  NOT NULL,
  count          bigint  NOT NULL,
  findings       text    NOT NULL,        -- sentences, one on a line
  header         text    NOT NULL,        -- the shape of the signature header, never its value
  body_length    integer,                 -- null if the body was not read
  body           bytea,                   -- at most 4 KiB, the value of api_key masked
  UNIQUE (connection, remote_address, reason)
);
CREATE INDEX rejection_latest ON rejection (last_at, id);
CREATE INDEX rejection_of_connection ON rejection (connection, last_at, id);

-- What came in, by minute and connection: written once for each connection in the transaction that stores the events.
CREATE TABLE tally (
  minute     bigint  NOT NULL,            -- minutes since 1970
  connection text COLLATE "C" NOT NULL,
  received   bigint  NOT NULL,            -- all that were stored, those of the other columns included
  duplicates bigint  NOT NULL DEFAULT 0,
  ignored    bigint  NOT NULL DEFAULT 0,
  unreadable bigint  NOT NULL DEFAULT 0,
  rejected   bigint  NOT NULL DEFAULT 0,  -- refused for their signature or api_key: no rows
  PRIMARY KEY (connection, minute)
) WITH (fillfactor = 50);
CREATE INDEX tally_minute ON tally (minute);

-- All that came in from the beginning, by connection.
CREATE TABLE connection_total (
  connection text COLLATE "C" PRIMARY KEY,
  received   bigint NOT NULL,
  last_at    bigint NOT NULL,
  last_id    text COLLATE "C" NOT NULL
) WITH (fillfactor = 50);

-- What handlers did, by minute.
CREATE TABLE handler_tally (
  minute  bigint NOT NULL,
  handler text COLLATE "C" NOT NULL,
  done    bigint NOT NULL,
  failed  bigint NOT NULL,                -- attempts
  PRIMARY KEY (minute, handler)
) WITH (fillfactor = 50);
CREATE INDEX handler_tally_done ON handler_tally (handler, minute) WHERE done > 0;

-- How many status changes of each state were handed to handlers or parked, from the beginning. '' is without a state.
CREATE TABLE state_tally (
  workflow_state text COLLATE "C" PRIMARY KEY,
  events         bigint NOT NULL,
  last_at        bigint NOT NULL
) WITH (fillfactor = 50);

-- Why attempts fail: the same for all that fail alike.
CREATE TABLE cause (
  key      text COLLATE "C" PRIMARY KEY,
  handler  text COLLATE "C" NOT NULL,
  what     text NOT NULL,                 -- class of the exception, or the handler's reason with its digits folded
  frame    text,                          -- the topmost frame in the handler's own code
  text     text NOT NULL,                 -- as it was the first time
  first_at bigint NOT NULL
);

CREATE TABLE handler_pause (
  handler   text COLLATE "C" PRIMARY KEY,
  paused_by text NOT NULL,
  reason    text NOT NULL,
  at        bigint NOT NULL
);

-- Who did what. Rows are only ever added.
CREATE TABLE audit (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at             bigint NOT NULL,
  "user"         text COLLATE "C" NOT NULL,
  action         text COLLATE "C" NOT NULL,
  target         text NOT NULL,
  detail         text NOT NULL,
  remote_address text NOT NULL
);
CREATE INDEX audit_user ON audit ("user", id);
CREATE INDEX audit_action ON audit (action, id);

-- Work on many deliveries at once, in small transactions.
CREATE TABLE job (
  id         text COLLATE "C" PRIMARY KEY,
  action     text   NOT NULL,
  state      text COLLATE "C" NOT NULL CHECK (state IN ('RUNNING', 'FINISHED', 'CANCELLED', 'FAILED')),
  total      bigint NOT NULL,
  done       bigint NOT NULL DEFAULT 0,
  skipped    bigint NOT NULL DEFAULT 0,
  started_by text   NOT NULL,
  at         bigint NOT NULL,
  ended_at   bigint,
  node       text COLLATE "C"             -- the server it runs on
);
CREATE INDEX job_at ON job (at);

-- How far each connection was swept for status changes that no webhook told of.
CREATE TABLE sweep (
  connection  text COLLATE "C" NOT NULL PRIMARY KEY,
  swept_until bigint NOT NULL,
  found       bigint NOT NULL,            -- how many events all sweeps have put in
  ended_at    bigint,                     -- when the last one that came to its end did
  last_found  bigint NOT NULL DEFAULT 0   -- how many events that one put in
);

-- This store's name in the list of hops: made once, never changed.
CREATE TABLE instance (id text NOT NULL);
INSERT INTO instance (id) VALUES (substr(replace(gen_random_uuid()::text, '-', ''), 1, 16));

-- Targets that answered 410: nothing is sent to them until somebody activates the subscription again.
CREATE TABLE subscription_gone (
  name   text COLLATE "C" PRIMARY KEY,
  target text   NOT NULL,                 -- SHA-256 of the URL: another URL is another target
  reason text   NOT NULL,
  at     bigint NOT NULL
);

-- How many events of each connection, from the beginning. What is left is connection_total.received less these.
CREATE TABLE purged (
  connection text COLLATE "C" PRIMARY KEY,
  events     bigint NOT NULL
);

-- The state that a project of a swept connection had entered last, when its last event was taken out.
CREATE TABLE purged_state (
  connection     text COLLATE "C" NOT NULL,
  project_id     text COLLATE "C" NOT NULL,
  workflow_state text COLLATE "C",
  at             bigint NOT NULL,
  PRIMARY KEY (connection, project_id)
);

-- The servers that work on this database.
CREATE TABLE node (
  name       text COLLATE "C" PRIMARY KEY,
  version    text   NOT NULL,             -- of Sitehook
  started_at bigint NOT NULL,
  seen_at    bigint NOT NULL
) WITH (fillfactor = 50);

-- Which handlers each has: an event goes to all of them, whichever server routes it.
CREATE TABLE node_handler (
  node       text COLLATE "C" NOT NULL REFERENCES node (name) ON DELETE CASCADE,
  handler    text COLLATE "C" NOT NULL,
  kind       text COLLATE "C" NOT NULL,
  all_states smallint NOT NULL CHECK (all_states IN (0, 1)),
  states     text   NOT NULL,             -- codes, one on a line; an empty line is a status change without a state
  latest     smallint NOT NULL CHECK (latest IN (0, 1)),
  version    text   NOT NULL,             -- of its jar
  PRIMARY KEY (node, handler)
);

-- Work that one server does for all, and until when it is that one's.
CREATE TABLE turn (
  work        text COLLATE "C" PRIMARY KEY,
  node        text COLLATE "C" NOT NULL,
  lease_until bigint NOT NULL
);

-- How many posts each server has stored from the beginning.
CREATE TABLE node_total (
  node   text COLLATE "C" PRIMARY KEY,
  stored bigint NOT NULL
) WITH (fillfactor = 50);
