-- target: 14
-- file: V1__customers.sql
CREATE TABLE customers (id bigint, email text DEFAULT '');
-- file: V2__required.sql
-- expect set-not-null-scan: SET NOT NULL reads all of customers
ALTER TABLE customers ALTER COLUMN email SET NOT NULL;
