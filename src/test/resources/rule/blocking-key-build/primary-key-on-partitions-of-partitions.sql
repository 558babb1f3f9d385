-- file: V1__events.sql
CREATE TABLE events (id bigint, kind int NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
  PARTITION BY LIST (kind);
CREATE TABLE events_2026_1 PARTITION OF events_2026 FOR VALUES IN (1);
CREATE TABLE events_2026_rest PARTITION OF events_2026 DEFAULT;
CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
INSERT INTO events SELECT i, 1, '2026-02-01' FROM generate_series(1, 9) AS i;
-- file: V2__key.sql
-- expect blocking-key-build: builds an index on events
-- expect partition-fan-out: each of its 4 partitions
-- expect unique-may-be-violated: have the same id, kind and at
ALTER TABLE events ADD PRIMARY KEY (id, kind, at);
