CREATE TABLE customers (email text);
ALTER TABLE customers ALTER COLUMN email SET NOT NULL;
