-- file: V1__events.sql
CREATE TABLE events (at timestamptz, kind text);
-- file: V2__fill.sql
-- migrate:backfill
-- expect refused-backfill: events has no key to walk by
UPDATE events SET kind = kind || '!';
