-- expect blocking-key-build: Adding this unique constraint
ALTER TABLE customers ADD COLUMN handle text UNIQUE;
