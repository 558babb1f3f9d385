-- file: V1__function.sql
CREATE TABLE services (id bigint, status text);
CREATE FUNCTION count_down() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM services AS s WHERE s.status = 'down'); END $$;
CREATE FUNCTION count_up() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM services WHERE status = 'up'); END $$;
-- file: V2__drop.sql
-- migrate:allow drop-column nobody reads it
-- expect function-still-names: The bodies of public.count_down and public.count_up still name status
ALTER TABLE services DROP COLUMN status;
