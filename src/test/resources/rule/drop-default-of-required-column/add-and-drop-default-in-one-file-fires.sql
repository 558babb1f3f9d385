ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT 'new';
-- expect drop-default-of-required-column: fail without its default
ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;
