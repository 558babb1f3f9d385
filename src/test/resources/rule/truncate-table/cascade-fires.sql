-- expect truncate-table: and of every table that references it
TRUNCATE sessions CASCADE;
