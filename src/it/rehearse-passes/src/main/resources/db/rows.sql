INSERT INTO orders SELECT n, 'note ' || n FROM generate_series(1, 1000) n;
