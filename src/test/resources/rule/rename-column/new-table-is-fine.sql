CREATE TABLE customers (mail text);
ALTER TABLE customers RENAME COLUMN mail TO email;
