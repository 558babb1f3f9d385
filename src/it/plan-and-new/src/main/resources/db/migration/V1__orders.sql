CREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL DEFAULT 0, note text);
