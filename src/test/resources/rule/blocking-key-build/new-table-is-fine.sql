CREATE TABLE orders (id bigint);
ALTER TABLE orders ADD PRIMARY KEY (id);
