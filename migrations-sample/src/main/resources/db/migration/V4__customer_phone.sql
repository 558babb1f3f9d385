-- Safe: a nullable column is catalog work only.
ALTER TABLE customers ADD COLUMN phone text;
