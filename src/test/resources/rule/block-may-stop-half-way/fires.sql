-- file: V1__work.sql
CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
-- file: V2__fill.sql
-- migrate:transaction off
-- expect block-may-stop-half-way: how much of it is done cannot be known
CALL fill();
-- expect block-may-stop-half-way: cannot be known
DO $$ BEGIN PERFORM 1; COMMIT; END $$;
