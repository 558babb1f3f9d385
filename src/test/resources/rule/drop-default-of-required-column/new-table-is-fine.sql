CREATE TABLE orders (id bigint, state text NOT NULL DEFAULT 'new');
ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;
