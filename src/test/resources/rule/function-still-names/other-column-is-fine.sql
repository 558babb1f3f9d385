-- file: V1__function.sql
CREATE TABLE customers (id bigint, fax text, phone text);
CREATE FUNCTION clear_fax() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE customers SET fax = NULL WHERE id = 1; END $$;
-- file: V2__drop.sql
-- migrate:allow drop-column nobody reads it
ALTER TABLE customers DROP COLUMN phone;
