-- expect volatile-default: gets another value in each row
ALTER TABLE orders ADD COLUMN number bigserial;
