-- file: V1__type.sql
CREATE TYPE court AS ENUM ('crown', 'county');
-- file: V2__label.sql
-- expect rename-object: Statements of the running version that write 'crown' as court fail as soon as it is called 'CROWN'
ALTER TYPE court RENAME VALUE 'crown' TO 'CROWN';
