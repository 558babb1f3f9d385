-- migrate:allow cached-plan-changes the pool is drained
ALTER TABLE orders ALTER COLUMN note TYPE text;
