-- expect table-rewrite: blocks reads and writes of public.orders while the whole table is written anew
ALTER TABLE orders SET UNLOGGED;
