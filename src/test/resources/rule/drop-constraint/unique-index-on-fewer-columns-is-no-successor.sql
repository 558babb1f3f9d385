-- file: V1__objects.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total int, region text);
CREATE UNIQUE INDEX orders_key ON orders (region, total);
-- file: V2__again.sql
-- expect blocking-index-drop: Dropping orders_key
-- expect drop-constraint: ON CONFLICT on its columns fails
DROP INDEX orders_key;
-- expect blocking-index-build: blocks writes of orders
-- expect unique-may-be-violated: have the same region
CREATE UNIQUE INDEX orders_region ON orders (region);
