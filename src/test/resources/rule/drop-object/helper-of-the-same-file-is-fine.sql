-- file: V1__helper.sql
CREATE OR REPLACE FUNCTION split_names() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; END $$;
SELECT split_names();
DROP FUNCTION split_names();
