-- file: V1__orders.sql
CREATE TABLE orders (id bigint, total int, note text);
CREATE FUNCTION check_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  -- NEW.note := 'later';
  IF NEW.total = 0 THEN RAISE 'NEW.note := nothing'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_order BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION check_order();
-- file: V2__required.sql
-- migrate:allow set-not-null-scan the table is small
-- expect set-not-null-breaks-inserts: leave out orders.total
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
-- expect set-not-null-scan: orders
-- expect set-not-null-breaks-inserts: leave out orders.note
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
