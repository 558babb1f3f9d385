-- file: V1__orders.sql
CREATE TYPE status AS ENUM ('new');
CREATE TABLE orders (id bigint, state status, note text);
-- file: V2__paid.sql
ALTER TYPE status ADD VALUE 'paid';
-- expect certain-failure: before it is committed
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'paid';
ALTER TABLE orders ALTER COLUMN note SET DEFAULT 'paid';
