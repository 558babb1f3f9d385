-- file: V1__customers.sql
CREATE TABLE customers (id bigint, email text DEFAULT '');
-- file: V2__check.sql
ALTER TABLE customers ADD CONSTRAINT email_given CHECK (email IS NOT NULL) NOT VALID;
-- file: V3__validate.sql
ALTER TABLE customers VALIDATE CONSTRAINT email_given;
-- file: V4__required.sql
ALTER TABLE customers ALTER COLUMN email SET NOT NULL;
