-- expect not-null-column-without-default: Column country is NOT NULL without a default
ALTER TABLE customers ADD COLUMN country text NOT NULL;
