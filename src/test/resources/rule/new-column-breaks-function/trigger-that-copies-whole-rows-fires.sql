-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
CREATE TABLE orders_history (id bigint, total numeric);
CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO orders_history SELECT OLD.*;
  RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION keep();
-- file: V2__column.sql
-- expect new-column-breaks-function: keep inserts whole rows of orders into orders_history, which has no column for region
ALTER TABLE orders ADD COLUMN region text;
