-- file: V1__orders.sql
CREATE TABLE orders (id bigint, total int);
CREATE FUNCTION fill_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.total IS NULL THEN /* none */ NEW.total = 0; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fill_order BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION fill_order();
-- file: V2__required.sql
-- expect set-not-null-scan: orders
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
