-- file: V1__objects.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total int NOT NULL);
CREATE UNIQUE INDEX orders_key ON orders (total);
-- file: V2__again.sql
-- expect blocking-index-drop: Dropping orders_key
-- expect drop-constraint: ON CONFLICT on its columns fails
DROP INDEX orders_key;
-- expect blocking-key-build: builds an index
ALTER TABLE orders ADD UNIQUE (total) DEFERRABLE;
