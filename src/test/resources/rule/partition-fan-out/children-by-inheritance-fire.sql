-- file: V1__logs.sql
CREATE TABLE logs (line text);
CREATE TABLE logs_a () INHERITS (logs);
CREATE TABLE logs_b () INHERITS (logs);
-- file: V2__level.sql
-- expect partition-fan-out: locks logs and each of its 2 children
ALTER TABLE logs ADD COLUMN level integer;
