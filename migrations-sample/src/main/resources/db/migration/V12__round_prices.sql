-- Risky, and known: three products, reviewed.
-- migrate:allow unbounded-update the table holds three products
UPDATE products SET price = round(price, 1);
