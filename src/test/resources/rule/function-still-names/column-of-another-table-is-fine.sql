-- file: V1__function.sql
CREATE TABLE services (id bigint, status text);
CREATE TABLE alerts (id bigint, service_id bigint, status text);
CREATE FUNCTION escalate() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE alerts a SET service_id = s.id FROM services s WHERE a.status = 'triggered' AND s.id = a.service_id;
END $$;
-- file: V2__drop.sql
-- migrate:allow drop-column nobody reads it
ALTER TABLE services DROP COLUMN status;
