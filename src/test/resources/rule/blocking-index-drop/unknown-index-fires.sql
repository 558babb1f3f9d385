-- expect blocking-index-drop: Dropping old_idx
DROP INDEX IF EXISTS old_idx;
