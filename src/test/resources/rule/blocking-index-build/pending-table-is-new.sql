-- file: V1__orders.sql pending
CREATE TABLE orders (id bigint);
-- file: V2__index.sql pending
CREATE INDEX orders_id ON orders (id);
