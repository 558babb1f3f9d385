-- file: V1__customers.sql
CREATE TABLE customers (id bigint, name varchar(20), note text);
CREATE INDEX customers_name ON customers (name DESC NULLS LAST, id) INCLUDE (note) WITH (fillfactor = 70);
CREATE INDEX customers_name_new ON customers (id);
-- file: V2__collation.sql
-- expect type-change-index-rebuild: builds public.customers_name anew
ALTER TABLE customers ALTER COLUMN name TYPE varchar(20) COLLATE "C";
