-- expect unbounded-delete: deletes as many rows of sessions as it has
DELETE FROM sessions;
