-- expect foreign-key-locks-other-table: A foreign key reaches public.customers
-- expect constraint-without-not-valid: The same lock is held on customers
ALTER TABLE orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id);
