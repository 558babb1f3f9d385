-- file: V1__alerts.sql
CREATE TABLE alerts (id bigint, source text NOT NULL DEFAULT 'a', seen text NOT NULL DEFAULT 'b');
-- file: V2__defaults.sql
ALTER TABLE alerts ALTER COLUMN source DROP DEFAULT, ALTER COLUMN source SET DEFAULT 'manual';
-- expect drop-not-null: may hold nulls
ALTER TABLE alerts ALTER COLUMN seen DROP NOT NULL, ALTER COLUMN seen DROP DEFAULT;
