-- file: V1__objects.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric, state text);
CREATE VIEW open_orders AS SELECT id, total AS amount FROM orders;
CREATE FUNCTION fee(numeric) RETURNS numeric LANGUAGE sql AS $$ SELECT $1 * 0.2 $$;
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER note BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note();
-- file: V2__again.sql
DROP VIEW open_orders;
-- expect drop-and-recreate: open_orders is dropped above
CREATE VIEW open_orders AS SELECT state, id, total AS amount FROM orders;
DROP FUNCTION fee(numeric);
-- expect drop-and-recreate: fee is dropped above
CREATE FUNCTION fee(numeric) RETURNS numeric LANGUAGE sql AS $$ SELECT $1 * 0.3 $$;
DROP TRIGGER note ON orders;
CREATE TRIGGER note BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION note();
