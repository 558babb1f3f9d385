CREATE TABLE orders (total integer);
ALTER TABLE orders ADD CHECK (total >= 0);
