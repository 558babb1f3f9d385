CREATE TABLE orders (id int PRIMARY KEY, total numeric NOT NULL);
INSERT INTO orders SELECT i, i FROM generate_series(1, 1000) i;
