-- expect blocking-index-build: blocks writes
CREATE UNIQUE INDEX ON orders (id);
