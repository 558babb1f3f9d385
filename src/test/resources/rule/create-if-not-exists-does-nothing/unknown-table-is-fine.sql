CREATE TABLE IF NOT EXISTS orders (id bigint);
