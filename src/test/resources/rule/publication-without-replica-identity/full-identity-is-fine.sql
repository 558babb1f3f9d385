-- file: V1__log.sql
CREATE TABLE log (line text);
-- file: V2__publish.sql
ALTER TABLE log REPLICA IDENTITY FULL;
CREATE PUBLICATION shop FOR TABLE log;
