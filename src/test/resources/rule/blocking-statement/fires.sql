-- expect blocking-statement: blocks reads and writes
ALTER INDEX orders_customer_idx SET TABLESPACE fast;
