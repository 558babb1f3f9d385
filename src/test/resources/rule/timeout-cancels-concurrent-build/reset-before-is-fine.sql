SET statement_timeout = '5s';
RESET statement_timeout;
CREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer_id);
