-- expect constraint-without-not-valid: Writes to customers wait as long (SHARE ROW EXCLUSIVE lock)
ALTER TABLE orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id);
