-- expect foreign-key-locks-other-table: A foreign key reaches public.customers, so writes of it wait
CREATE TABLE orders (id bigint, customer_id bigint REFERENCES customers (id));
