-- params: 7
SELECT * FROM orders WHERE id = $1;

-- params: 7, 'gift'
INSERT INTO orders (id, note) VALUES (?, ?);

SELECT id
  FROM orders
 WHERE placed > date '2026-01-01';
