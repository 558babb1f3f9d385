-- The new table is nobody's concern, but its foreign key makes writers of customers wait for a moment.
CREATE TABLE coupons (
  code        text PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers (id),
  percent     integer NOT NULL CHECK (percent BETWEEN 1 AND 100)
);
CREATE INDEX coupons_customer_id_idx ON coupons (customer_id);
