-- file: V1__customers.sql
CREATE TABLE customers (email text NOT NULL);
-- file: V2__null.sql
-- expect drop-not-null: may hold nulls
ALTER TABLE customers ALTER COLUMN email DROP NOT NULL;
