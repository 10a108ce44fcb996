-- Events that were stored as what they will be, ROUTED or PARKED, and whose deliveries are still to be made. So their rows
-- are written once: to change one is to change it in all indexes. What is RECEIVED needs no row here.
CREATE TABLE unrouted (seq bigint PRIMARY KEY)
  -- Rows stay for moments: what they leave behind would be walked over again and again.
  WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
