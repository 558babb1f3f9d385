-- file: V1__work.sql
CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
-- file: V2__fill.sql
-- migrate:transaction off
-- migrate:idempotent it looks for what is still to do
CALL fill();
DO $$ BEGIN PERFORM 'commit'; END $$;
