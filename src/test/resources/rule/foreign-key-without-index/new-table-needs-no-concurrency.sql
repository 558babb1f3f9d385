-- file: V1__tables.sql
CREATE TABLE recordings (id bigint PRIMARY KEY, parent_id bigint);
-- expect foreign-key-without-index: Without an index on recordings (parent_id)
ALTER TABLE recordings ADD CONSTRAINT recordings_parent_fkey FOREIGN KEY (parent_id) REFERENCES recordings (id);
