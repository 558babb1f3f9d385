-- expect unbounded-delete: Nothing bounds how many rows of sessions this deletes
DELETE FROM sessions;
