-- file: V1__events.sql
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
-- file: V2__partition.sql
-- expect create-partition-of: of all of events until the transaction ends (ACCESS EXCLUSIVE lock)
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
