-- file: V1__customers.sql
CREATE TABLE customers (email text DEFAULT '', name text DEFAULT '');
-- file: V2__check.sql
ALTER TABLE customers ADD CONSTRAINT name_given CHECK (name IS NOT NULL) NOT VALID;
-- file: V3__validate.sql
ALTER TABLE customers VALIDATE CONSTRAINT name_given;
-- file: V4__required.sql
-- expect set-not-null-scan: SET NOT NULL reads all of customers
ALTER TABLE customers ALTER COLUMN email SET NOT NULL;
