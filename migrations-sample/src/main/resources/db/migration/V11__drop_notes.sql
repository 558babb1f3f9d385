-- Expand and contract required: old statements name the column, and its data is gone.
ALTER TABLE customers DROP COLUMN notes;
