-- As in PostgreSQL, so that the questions are the same. The one writer of SQLite routes what it stores, and needs no row here.
CREATE TABLE unrouted (seq INTEGER PRIMARY KEY) STRICT;
