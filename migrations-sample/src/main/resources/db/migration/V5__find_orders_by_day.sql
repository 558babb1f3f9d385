-- Safe: the build lets readers and writers through. It cannot run in a transaction.
CREATE INDEX CONCURRENTLY orders_placed_at_idx ON orders (placed_at);
