-- file: V1__events.sql
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- file: V2__index.sql
-- expect blocking-index-build: blocks writes of events
CREATE INDEX events_at ON events (at);
