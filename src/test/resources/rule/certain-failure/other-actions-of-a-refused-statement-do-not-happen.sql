-- file: V1__orders.sql
CREATE TABLE orders (id serial PRIMARY KEY, total int);
-- file: V2__columns.sql
-- expect certain-failure: column missing
ALTER TABLE orders DROP COLUMN total, ALTER COLUMN missing SET NOT NULL;
