-- file: V1__customers.sql
CREATE TABLE customers (id bigint, email text DEFAULT '');
-- file: V2__required.sql
-- migrate:allow set-not-null-scan the table is small
ALTER TABLE customers ALTER COLUMN email SET NOT NULL;
