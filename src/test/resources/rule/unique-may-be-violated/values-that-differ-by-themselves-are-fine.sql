-- file: V1__logs.sql
CREATE TABLE logs (id bigserial NOT NULL, key uuid NOT NULL DEFAULT gen_random_uuid());
-- file: V2__index.sql
CREATE UNIQUE INDEX CONCURRENTLY logs_pkey ON logs (id);
-- file: V3__index.sql
CREATE UNIQUE INDEX CONCURRENTLY logs_key ON logs (key);
