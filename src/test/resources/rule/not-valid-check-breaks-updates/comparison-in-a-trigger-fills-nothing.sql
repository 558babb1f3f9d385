-- file: V1__orders.sql
CREATE TABLE orders (id bigint, region text);
CREATE FUNCTION check_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.region = '' THEN RAISE 'no region'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_order BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION check_order();
-- file: V2__check.sql
-- expect not-valid-check-breaks-updates: every insert without orders.region
ALTER TABLE orders ADD CONSTRAINT region_given CHECK (region IS NOT NULL) NOT VALID;
