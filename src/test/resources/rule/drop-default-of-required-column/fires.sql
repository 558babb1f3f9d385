-- file: V1__orders.sql
CREATE TABLE orders (id bigint, state text NOT NULL DEFAULT 'new');
-- file: V2__state.sql
-- expect drop-default-of-required-column: fail without its default
ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;
