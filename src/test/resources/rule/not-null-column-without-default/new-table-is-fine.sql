CREATE TABLE customers (id bigint);
ALTER TABLE customers ADD COLUMN country text NOT NULL;
