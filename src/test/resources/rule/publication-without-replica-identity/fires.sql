-- file: V1__log.sql
CREATE TABLE log (line text);
-- file: V2__publish.sql
-- expect publication-without-replica-identity: every UPDATE and DELETE of it fails
CREATE PUBLICATION shop FOR TABLE log;
