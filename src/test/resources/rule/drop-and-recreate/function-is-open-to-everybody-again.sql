-- file: V1__function.sql
CREATE FUNCTION add(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
-- file: V2__function.sql
DROP FUNCTION add(int, int);
-- expect drop-and-recreate: and everybody may call it
CREATE FUNCTION add(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT $1 + $2';
