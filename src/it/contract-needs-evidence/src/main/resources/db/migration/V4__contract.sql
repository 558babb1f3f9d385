-- migrate:phase contract
-- migrate:contract-of 2
DROP TRIGGER zz_sync_orders ON orders;
DROP FUNCTION zz_sync_orders();
ALTER TABLE orders DROP COLUMN total;
