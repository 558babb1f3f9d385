-- file: V1__events.sql
CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
ALTER TABLE events_2026 ADD CONSTRAINT once UNIQUE (id, at) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX events_2027_id_at_key ON events_2027 (id, at);
-- file: V2__key.sql
-- expect blocking-key-build: builds an index on events
-- expect partition-fan-out: each of its 2 partitions
-- expect unique-may-be-violated: have the same id and at
ALTER TABLE events ADD CONSTRAINT events_key UNIQUE (id, at) DEFERRABLE INITIALLY DEFERRED;
