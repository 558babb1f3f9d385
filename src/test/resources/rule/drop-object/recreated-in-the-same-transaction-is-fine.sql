-- file: V1__objects.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total int, changed timestamptz);
CREATE VIEW large_orders AS SELECT o.id, o.total * 2 AS doubled FROM orders o;
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
CREATE TRIGGER touch_orders BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
-- file: V2__again.sql
DROP VIEW large_orders;
-- expect drop-and-recreate: large_orders is dropped above
CREATE VIEW large_orders AS WITH big AS (SELECT id, total FROM orders) SELECT DISTINCT id, total * 3 AS doubled, total FROM big;
DROP TYPE mood;
CREATE TYPE mood AS ENUM ('sad', 'fine', 'happy');
DROP FUNCTION twice(int);
-- expect drop-and-recreate: twice is dropped above
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
DROP TRIGGER touch_orders ON orders;
CREATE TRIGGER touch_changed_orders BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
