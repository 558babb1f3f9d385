-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE PUBLICATION shop FOR TABLE orders;
-- file: V2__note.sql
-- expect published-table-changes: Publication shop carries rows
ALTER TABLE orders ADD COLUMN note text;
