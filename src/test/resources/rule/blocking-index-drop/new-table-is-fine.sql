CREATE TABLE orders (id bigint);
CREATE INDEX orders_id ON orders (id);
DROP INDEX orders_id;
