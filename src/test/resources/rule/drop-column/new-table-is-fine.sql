CREATE TABLE customers (id bigint, fax text);
ALTER TABLE customers DROP COLUMN fax;
