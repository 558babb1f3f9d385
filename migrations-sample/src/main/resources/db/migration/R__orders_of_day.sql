CREATE OR REPLACE VIEW orders_of_day AS
SELECT placed_at::date AS day, count(*) AS orders, sum(total) AS total
FROM orders
GROUP BY placed_at::date;
