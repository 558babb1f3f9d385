-- file: V1__objects.sql
CREATE TABLE orders (id bigint NOT NULL, total int NOT NULL);
CREATE UNIQUE INDEX orders_key ON orders (total, id);
-- file: V2__again.sql
-- migrate:allow blocking-index-drop the table is small
DROP INDEX orders_key;
-- migrate:allow blocking-key-build the table is small
ALTER TABLE orders ADD PRIMARY KEY (id, total);
