-- runner: flyway
-- expect concurrent-build-waits-for-runner: it never ends
CREATE UNIQUE INDEX CONCURRENTLY orders_number ON orders (number);
