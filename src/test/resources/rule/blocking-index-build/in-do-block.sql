DO $$
BEGIN
  -- expect blocking-index-build: blocks writes
  CREATE INDEX orders_id ON orders (id);
END
$$;
