-- file: V1__tables.sql
CREATE TABLE services (id uuid PRIMARY KEY);
CREATE TABLE keys (id uuid PRIMARY KEY, service_id text);
CREATE INDEX keys_service_id_idx ON keys (service_id);
-- file: V2__types.sql
-- migrate:allow-file type-change-rewrite the table is small
-- expect foreign-key-locks-other-table: A foreign key reaches public.services
ALTER TABLE keys
  ALTER service_id TYPE uuid USING service_id::uuid,
  ADD CONSTRAINT keys_service_id_fkey FOREIGN KEY (service_id) REFERENCES services (id) NOT VALID;
