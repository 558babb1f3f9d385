-- expect blocking-key-build: builds an index on customers
ALTER TABLE customers ADD UNIQUE (email);
