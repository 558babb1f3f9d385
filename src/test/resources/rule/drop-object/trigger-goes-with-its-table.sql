-- file: V1__trigger.sql
CREATE TABLE orders (id bigint PRIMARY KEY, changed timestamptz);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
CREATE TRIGGER touch_orders BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
-- file: V2__drop.sql
DROP TRIGGER touch_orders ON orders;
-- expect drop-table: Dropping orders
DROP TABLE orders;
