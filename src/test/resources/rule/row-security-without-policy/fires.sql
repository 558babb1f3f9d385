-- file: V1__orders.sql
CREATE TABLE orders (id bigint);
-- file: V2__security.sql
-- expect row-security-without-policy: hides every row of orders
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
