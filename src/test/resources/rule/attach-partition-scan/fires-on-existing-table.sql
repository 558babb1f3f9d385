-- file: V1__events.sql
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2026 (at date NOT NULL);
-- file: V2__attach.sql
-- expect attach-partition-scan: Attaching events_2026 blocks reads and writes
ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
