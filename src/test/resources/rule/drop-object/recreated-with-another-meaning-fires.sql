-- file: V1__objects.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total int, region text, changed timestamptz);
CREATE VIEW large_orders AS SELECT id, total::text AS total FROM orders;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
CREATE TRIGGER touch_a BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER touch_b BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
-- file: V2__again.sql
-- expect drop-object: Dropping view large_orders
DROP VIEW large_orders;
-- expect drop-and-recreate: large_orders is dropped above
CREATE VIEW large_orders AS SELECT id, total FROM orders;
-- expect drop-object: Dropping trigger touch_a
DROP TRIGGER touch_a ON orders;
CREATE TRIGGER touch_a BEFORE UPDATE ON orders FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch();
-- expect drop-object: Dropping trigger touch_b
DROP TRIGGER touch_b ON orders;
CREATE TRIGGER touch_b BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION touch();
