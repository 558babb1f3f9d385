-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE TABLE items (id bigint PRIMARY KEY);
CREATE PUBLICATION changes FOR TABLE orders, items;
-- file: V2__identity.sql
-- expect publication-without-replica-identity: to take away its replica identity
ALTER TABLE orders REPLICA IDENTITY NOTHING;
-- file: V3__key.sql
-- expect publication-without-replica-identity: to take away its primary key
-- expect drop-constraint: Without items_pkey
ALTER TABLE items DROP CONSTRAINT items_pkey;
