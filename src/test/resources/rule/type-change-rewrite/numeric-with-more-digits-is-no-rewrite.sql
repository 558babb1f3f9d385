-- file: V1__orders.sql
CREATE TABLE orders (total numeric(10, 2));
-- file: V2__wider.sql
-- migrate:allow cached-plan-changes autosave is conservative
ALTER TABLE orders ALTER COLUMN total TYPE numeric(12, 2);
