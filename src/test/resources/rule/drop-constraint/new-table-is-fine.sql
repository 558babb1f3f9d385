CREATE TABLE orders (total integer CONSTRAINT total_positive CHECK (total > 0));
ALTER TABLE orders DROP CONSTRAINT total_positive;
