-- How far each connection was swept for status changes that no webhook told of. Times are milliseconds since 1970, UTC.
CREATE TABLE sweep (
  connection  TEXT    NOT NULL PRIMARY KEY,
  swept_until INTEGER NOT NULL,
  found       INTEGER NOT NULL            -- how many events all sweeps have put in
) STRICT, WITHOUT ROWID;
