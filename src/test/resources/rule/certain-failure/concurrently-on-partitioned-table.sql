-- file: V1__events.sql
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
-- file: V2__index.sql
-- expect certain-failure: partitioned
CREATE INDEX CONCURRENTLY events_at ON events (at);
