DO $$
DECLARE part text;
BEGIN
  FOR part IN SELECT relname FROM pg_class LOOP
    -- expect opaque-sql: cannot be read before it runs
    -- expect blocking-index-build: blocks writes of ... until it ends
    EXECUTE 'CREATE INDEX ON ' || part || ' (id)';
  END LOOP;
END $$;
