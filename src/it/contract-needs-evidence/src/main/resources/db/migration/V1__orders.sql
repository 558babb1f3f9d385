CREATE TABLE orders (id bigint PRIMARY KEY, total int);
INSERT INTO orders SELECT i, i FROM generate_series(1, 100) i;
