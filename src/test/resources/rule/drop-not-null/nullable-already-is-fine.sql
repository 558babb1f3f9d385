-- file: V1__customers.sql
CREATE TABLE customers (email text);
-- file: V2__null.sql
ALTER TABLE customers ALTER COLUMN email DROP NOT NULL;
