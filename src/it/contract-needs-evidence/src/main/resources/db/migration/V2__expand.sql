-- migrate:phase expand
ALTER TABLE orders ADD COLUMN amount bigint;
CREATE FUNCTION zz_sync_orders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.amount := coalesce(NEW.amount, NEW.total); RETURN NEW; END $$;
CREATE TRIGGER zz_sync_orders BEFORE INSERT OR UPDATE ON orders
  FOR EACH ROW EXECUTE FUNCTION zz_sync_orders();
