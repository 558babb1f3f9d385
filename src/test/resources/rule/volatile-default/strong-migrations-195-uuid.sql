-- expect volatile-default: gets another value in each row
ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();
