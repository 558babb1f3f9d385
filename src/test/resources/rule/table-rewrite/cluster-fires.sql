-- expect table-rewrite: blocks reads and writes
CLUSTER orders USING orders_pkey;
