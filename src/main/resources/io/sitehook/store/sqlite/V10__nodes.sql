-- The server that a job runs on.
ALTER TABLE job ADD COLUMN node TEXT;
