-- file: V1__customers.sql
CREATE TABLE customers (id bigint, email text);
-- file: V2__required.sql
-- migrate:allow set-not-null-scan the table is small
-- expect set-not-null-breaks-inserts: leave out customers.email
ALTER TABLE customers ALTER COLUMN email SET NOT NULL;
