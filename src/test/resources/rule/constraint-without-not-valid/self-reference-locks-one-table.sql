-- file: V1__tables.sql
CREATE TABLE folders (id bigint PRIMARY KEY, parent_id bigint);
CREATE INDEX folders_parent_id_idx ON folders (parent_id);
-- file: V2__key.sql
-- expect constraint-without-not-valid: reads all of folders and blocks writes meanwhile (SHARE ROW EXCLUSIVE lock).
ALTER TABLE folders ADD CONSTRAINT folders_parent_fkey FOREIGN KEY (parent_id) REFERENCES folders (id);
