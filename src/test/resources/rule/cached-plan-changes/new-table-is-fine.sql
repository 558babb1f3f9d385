CREATE TABLE customers (name varchar(20));
ALTER TABLE customers ALTER COLUMN name TYPE varchar(40);
