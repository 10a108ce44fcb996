-- What was taken out after its time. Times are milliseconds since 1970, UTC.

-- How many events of each connection, from the beginning. What is left is connection_total.received less these.
CREATE TABLE purged (
  connection TEXT    PRIMARY KEY,
  events     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The state that a project of a swept connection had entered last, when its last event was taken out. Otherwise the
-- sweep would take it for one that was never heard of.
CREATE TABLE purged_state (
  connection     TEXT    NOT NULL,
  project_id     TEXT    NOT NULL,
  workflow_state TEXT,
  at             INTEGER NOT NULL,
  PRIMARY KEY (connection, project_id)
) STRICT, WITHOUT ROWID;
