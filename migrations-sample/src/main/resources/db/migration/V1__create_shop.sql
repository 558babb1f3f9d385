-- The shop as it went live.
CREATE TABLE customers (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       text NOT NULL,
  email      text NOT NULL,
  notes      text,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT customers_email_key UNIQUE (email)
);

CREATE TABLE products (
  id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sku   text,
  title text NOT NULL,
  price numeric(10, 2) NOT NULL
);

CREATE TABLE orders (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers (id),
  placed_at   timestamptz NOT NULL DEFAULT now(),
  total       numeric(12, 2) NOT NULL
);

CREATE TABLE order_items (
  order_id   bigint NOT NULL REFERENCES orders (id),
  line       integer NOT NULL,
  product_id bigint NOT NULL REFERENCES products (id),
  quantity   integer NOT NULL,
  PRIMARY KEY (order_id, line)
);
