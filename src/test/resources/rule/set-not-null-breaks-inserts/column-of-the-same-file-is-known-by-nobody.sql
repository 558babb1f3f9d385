-- file: V1__table.sql
CREATE TABLE events (id bigint PRIMARY KEY, session_id uuid);
-- file: V2__visit.sql
ALTER TABLE events ADD COLUMN visit_id uuid;
-- expect unbounded-update: events
-- expect long-work-under-lock: events
UPDATE events SET visit_id = session_id;
-- expect set-not-null-breaks-inserts: Inserts of the running version fail from now on: they do not know events.visit_id
-- expect set-not-null-scan: events
ALTER TABLE events ALTER COLUMN visit_id SET NOT NULL;
