-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, state text);
CREATE INDEX orders_state_idx ON orders (state);
-- file: V2__again.sql
-- expect guard-still-locks: blocks writes of it (SHARE lock)
CREATE INDEX IF NOT EXISTS orders_state_idx ON orders (state);
-- expect guard-still-locks: blocks reads and writes of it (ACCESS EXCLUSIVE lock)
ALTER TABLE orders DROP CONSTRAINT IF EXISTS orders_state_check;
