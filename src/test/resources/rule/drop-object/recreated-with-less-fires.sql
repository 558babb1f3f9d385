-- file: V1__objects.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total int);
CREATE VIEW large_orders AS SELECT id, total FROM orders;
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
-- file: V2__again.sql
-- expect drop-object: Dropping view large_orders
DROP VIEW large_orders;
-- expect drop-and-recreate: large_orders is dropped above
CREATE VIEW large_orders AS SELECT id FROM orders;
-- expect drop-object: Dropping type mood
DROP TYPE mood;
CREATE TYPE mood AS ENUM ('sad', 'fine');
-- expect drop-object: Dropping function twice
DROP FUNCTION twice(int);
-- expect drop-and-recreate: twice is dropped above
CREATE FUNCTION twice(n bigint) RETURNS bigint LANGUAGE sql AS 'SELECT $1 * 2';
