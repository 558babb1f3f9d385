-- file: V1__orders.sql
CREATE TABLE orders (id serial PRIMARY KEY, total int);
-- file: V2__sequence.sql
-- expect certain-failure: a default of public.orders calls
DROP SEQUENCE orders_id_seq;
