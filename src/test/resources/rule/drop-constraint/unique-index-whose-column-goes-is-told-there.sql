-- file: V1__objects.sql
CREATE TABLE orders (id bigint PRIMARY KEY, slug text);
CREATE UNIQUE INDEX orders_slug ON orders (slug);
-- file: V2__drop.sql
-- migrate:allow blocking-index-drop the table is small
DROP INDEX orders_slug;
-- expect drop-column: Dropping orders.slug
ALTER TABLE orders DROP COLUMN slug;
