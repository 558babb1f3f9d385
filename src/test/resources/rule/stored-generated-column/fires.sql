-- expect stored-generated-column: Computing gross writes all of orders anew
ALTER TABLE orders ADD COLUMN gross numeric GENERATED ALWAYS AS (net * 1.2) STORED;
