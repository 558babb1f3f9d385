-- file: V1__events.sql
CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
INSERT INTO events SELECT i, '2026-02-01' FROM generate_series(1, 9) AS i;
-- file: V2__key.sql
-- expect blocking-key-build: builds an index on events
-- expect partition-fan-out: each of its 2 partitions
-- expect unique-may-be-violated: have the same id and at
ALTER TABLE events ADD CONSTRAINT events_key UNIQUE (id, at);
