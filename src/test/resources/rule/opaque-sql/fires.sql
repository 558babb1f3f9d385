-- expect opaque-sql: cannot be read before it runs
DO $$ BEGIN EXECUTE 'DROP ' || 'TABLE orders'; END $$;
