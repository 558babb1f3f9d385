-- Statements whose effects are measured on real servers by EffectsAgainstServerIT.

-- case: two levels of partitions get a column
CREATE TABLE p (id int, k int, v text) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10) PARTITION BY LIST (k);
CREATE TABLE p1a PARTITION OF p1 FOR VALUES IN (1);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
INSERT INTO p SELECT g, 1, 'x' FROM generate_series(0, 9) g;

ALTER TABLE p ADD COLUMN z uuid DEFAULT gen_random_uuid();

-- case: index on two levels of partitions
CREATE TABLE p (id int, k int, v text) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10) PARTITION BY LIST (k);
CREATE TABLE p1a PARTITION OF p1 FOR VALUES IN (1);
INSERT INTO p SELECT g, 1, 'x' FROM generate_series(0, 9) g;

CREATE INDEX p_v ON p (v);

-- case: type change below a partitioned root
CREATE TABLE p (id int, k int, v varchar(10)) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10) PARTITION BY LIST (k);
CREATE TABLE p1a PARTITION OF p1 FOR VALUES IN (1);
CREATE INDEX p_v ON p (v);
INSERT INTO p SELECT g, 1, 'x' FROM generate_series(0, 9) g;

ALTER TABLE p ALTER COLUMN v TYPE varchar(20);

-- case: type change of a partition alone
CREATE TABLE p (id int, v varchar(10)) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);

ALTER TABLE p1 ALTER COLUMN v TYPE varchar(20);

-- case: foreign key to a partitioned table
CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
CREATE TABLE c (pid int);
INSERT INTO p SELECT g FROM generate_series(0, 19) g;
INSERT INTO c SELECT g FROM generate_series(0, 19) g;

ALTER TABLE c ADD FOREIGN KEY (pid) REFERENCES p NOT VALID;

-- case: foreign key from a partitioned table, not valid
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (pid int) PARTITION BY RANGE (pid);
CREATE TABLE c1 PARTITION OF c FOR VALUES FROM (0) TO (10);

ALTER TABLE c ADD FOREIGN KEY (pid) REFERENCES p NOT VALID;

-- case: several actions, one of them rewrites
CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(10));
CREATE INDEX t_b ON t (b);
INSERT INTO t SELECT g, g, 'x' FROM generate_series(1, 10) g;

ALTER TABLE t ADD COLUMN c text, ALTER COLUMN b TYPE text, ALTER COLUMN a TYPE bigint;

-- case: several actions that scan once
CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(10));
INSERT INTO t SELECT g, g, 'x' FROM generate_series(1, 10) g;

ALTER TABLE t ALTER COLUMN a SET NOT NULL, ADD CHECK (a > 0), ALTER COLUMN b SET DEFAULT 'y';

-- case: not null and a default for a new column in one statement
CREATE TABLE t (id int PRIMARY KEY);
INSERT INTO t VALUES (1);

ALTER TABLE t ADD COLUMN z int DEFAULT 1, ALTER COLUMN z SET NOT NULL;

-- case: mixed case names
CREATE TABLE "T" ("Id" int PRIMARY KEY, "Aa" varchar(5));
CREATE INDEX "T_Aa" ON "T" (lower("Aa"));
INSERT INTO "T" VALUES (1, 'x');

ALTER TABLE "T" ALTER COLUMN "Aa" TYPE text;

-- case: column of another case is absent
CREATE TABLE t ("Aa" int);

ALTER TABLE t DROP COLUMN aa;

-- case: dropping an absent column with if exists
CREATE TABLE t (a int);

ALTER TABLE t DROP COLUMN IF EXISTS b;

-- case: absent table with if exists
ALTER TABLE IF EXISTS nowhere ADD COLUMN a int;

-- case: domain over a domain
CREATE DOMAIN d1 AS int CHECK (VALUE > 0);
CREATE DOMAIN d2 AS d1;
CREATE TABLE t (id int);
INSERT INTO t VALUES (1);

ALTER TABLE t ADD COLUMN z d2;

-- case: domain with a default
CREATE DOMAIN d1 AS int DEFAULT 5;
CREATE TABLE t (id int);
INSERT INTO t VALUES (1);

ALTER TABLE t ADD COLUMN z d1;

-- case: column becomes a domain without checks
CREATE DOMAIN d1 AS text;
CREATE TABLE t (id int, a varchar(10));
INSERT INTO t VALUES (1, 'a');

ALTER TABLE t ALTER COLUMN a TYPE d1;

-- case: exclusion constraint
CREATE TABLE t (id int, r int4range);
INSERT INTO t SELECT g, int4range(g, g + 1) FROM generate_series(1, 10) g;

ALTER TABLE t ADD EXCLUDE USING gist (r WITH &&);

-- case: view on a column whose type changes
CREATE TABLE t (id int, a varchar(10));
CREATE VIEW v AS SELECT a FROM t;

ALTER TABLE t ALTER COLUMN a TYPE text;

-- case: view on another column
CREATE TABLE t (id int, a varchar(10));
CREATE VIEW v AS SELECT id FROM t;

ALTER TABLE t ALTER COLUMN a TYPE text;

-- case: view on a column that is dropped
CREATE TABLE t (id int, a varchar(10));
CREATE VIEW v AS SELECT a FROM t;

ALTER TABLE t DROP COLUMN a;

-- case: view on a column that is dropped with cascade
CREATE TABLE t (id int, a varchar(10));
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;

ALTER TABLE t DROP COLUMN a CASCADE;

-- case: generated column of the changed column
CREATE TABLE t (id int, a int, g int GENERATED ALWAYS AS (a * 2) STORED);

ALTER TABLE t DROP COLUMN a;

-- case: generated column expression dropped
CREATE TABLE t (id int, a int, g int GENERATED ALWAYS AS (a * 2) STORED);
INSERT INTO t VALUES (1, 1);

ALTER TABLE t ALTER COLUMN g DROP EXPRESSION;

-- case: set default of a generated column
CREATE TABLE t (id int, a int, g int GENERATED ALWAYS AS (a * 2) STORED);

ALTER TABLE t ALTER COLUMN g SET DEFAULT 5;

-- case: inheritance child gets the parent's column
CREATE TABLE p (id int, a text);
CREATE TABLE c (x int) INHERITS (p);
INSERT INTO c VALUES (1, 'a', 2);

ALTER TABLE p ADD COLUMN z int DEFAULT 1;

-- case: only the parent gets a column
CREATE TABLE p (id int, a text);
CREATE TABLE c (x int) INHERITS (p);

ALTER TABLE ONLY p ADD COLUMN z int;

-- case: inherited column cannot be dropped
CREATE TABLE p (id int, a text);
CREATE TABLE c (x int) INHERITS (p);

ALTER TABLE c DROP COLUMN a;

-- case: check of the parent is inherited
CREATE TABLE p (id int, a text);
CREATE TABLE c (x int) INHERITS (p);
INSERT INTO c VALUES (1, 'a', 2);

ALTER TABLE p ADD CONSTRAINT ck CHECK (id > 0);

-- case: check no inherit
CREATE TABLE p (id int, a text);
CREATE TABLE c (x int) INHERITS (p);
INSERT INTO c VALUES (1, 'a', 2);
INSERT INTO p VALUES (1, 'a');

ALTER TABLE p ADD CONSTRAINT ck CHECK (id > 0) NO INHERIT;

-- case: drop table with a foreign key to it
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (pid int REFERENCES p);

DROP TABLE p;

-- case: drop table with a foreign key to it, cascade
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (pid int REFERENCES p);

DROP TABLE p CASCADE;

-- case: drop two tables that refer to each other
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (pid int REFERENCES p);

DROP TABLE p, c;

-- case: drop primary key that a foreign key uses
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (pid int REFERENCES p);

ALTER TABLE p DROP CONSTRAINT p_pkey;

-- case: drop index of a constraint
CREATE TABLE p (id int PRIMARY KEY);

DROP INDEX p_pkey;

-- case: rename to a name that is taken
CREATE TABLE t (a int);
CREATE TABLE u (a int);

ALTER TABLE t RENAME TO u;

-- case: rename to the name of an index
CREATE TABLE t (a int);
CREATE TABLE u (a int PRIMARY KEY);

ALTER TABLE t RENAME TO u_pkey;

-- case: rename column to one that is there
CREATE TABLE t (a int, b int);

ALTER TABLE t RENAME a TO b;

-- case: rename a column that partitions have
CREATE TABLE p (id int, v text) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);

ALTER TABLE p RENAME COLUMN v TO w;

-- case: second primary key
CREATE TABLE t (a int PRIMARY KEY, b int);

ALTER TABLE t ADD PRIMARY KEY (b);

-- case: unique key without the partition key
CREATE TABLE p (id int, v text) PARTITION BY RANGE (id);

ALTER TABLE p ADD UNIQUE (v);

-- case: foreign key to a column without a unique index
CREATE TABLE p (id int PRIMARY KEY, b int);
CREATE TABLE c (pid int);

ALTER TABLE c ADD FOREIGN KEY (pid) REFERENCES p (b);

-- case: foreign key of types that do not compare
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (pid text);

ALTER TABLE c ADD FOREIGN KEY (pid) REFERENCES p;

-- case: type change without an implicit cast
CREATE TABLE t (a text);

ALTER TABLE t ALTER COLUMN a TYPE int;

-- case: type change with a default that cannot be cast
CREATE TABLE t (a text DEFAULT 'x');

ALTER TABLE t ALTER COLUMN a TYPE int USING a::int;

-- case: text becomes jsonb
CREATE TABLE t (a text);
INSERT INTO t VALUES ('{}');

ALTER TABLE t ALTER COLUMN a TYPE jsonb USING a::jsonb;

-- case: integer becomes bigint with an identity
CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
INSERT INTO t DEFAULT VALUES;

ALTER TABLE t ALTER COLUMN a TYPE bigint;

-- case: integer becomes bigint with a serial
CREATE TABLE t (a serial PRIMARY KEY);
INSERT INTO t DEFAULT VALUES;

ALTER TABLE t ALTER COLUMN a TYPE bigint;

-- case: timestamp precision wider
CREATE TABLE t (a timestamp(3));
CREATE INDEX t_a ON t (a);
INSERT INTO t VALUES (now());

ALTER TABLE t ALTER COLUMN a TYPE timestamp(6);

-- case: same type again
CREATE TABLE t (a int);
CREATE INDEX t_a ON t (a);
INSERT INTO t VALUES (1);

ALTER TABLE t ALTER COLUMN a TYPE int;

-- case: numeric without precision
CREATE TABLE t (a numeric(10, 2));
CREATE INDEX t_a ON t (a) WHERE a > 0;
INSERT INTO t VALUES (1);

ALTER TABLE t ALTER COLUMN a TYPE numeric;

-- case: enum to text
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (a e);
INSERT INTO t VALUES ('a');

ALTER TABLE t ALTER COLUMN a TYPE text;

-- case: text to enum
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (a text);
INSERT INTO t VALUES ('a');

ALTER TABLE t ALTER COLUMN a TYPE e USING a::e;

-- case: drop type in use
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (a e);

DROP TYPE e;

-- case: drop type in use with cascade
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (a e);

DROP TYPE e CASCADE;

-- case: enum value that is there
CREATE TYPE e AS ENUM ('a', 'b');

ALTER TYPE e ADD VALUE 'a';

-- case: drop function of a trigger
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();

DROP FUNCTION f();

-- case: trigger on a partitioned table
CREATE TABLE p (id int, v text) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';

CREATE TRIGGER tr BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();

-- case: attach with a check
CREATE TABLE p (id int NOT NULL, v text) PARTITION BY RANGE (id);
CREATE TABLE q (id int NOT NULL, v text, CHECK (id >= 0 AND id < 10));
INSERT INTO q VALUES (1, 'x');

ALTER TABLE p ATTACH PARTITION q FOR VALUES FROM (0) TO (10);

-- case: attach over another partition
CREATE TABLE p (id int NOT NULL, v text) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE q (id int NOT NULL, v text);

ALTER TABLE p ATTACH PARTITION q FOR VALUES FROM (5) TO (15);

-- case: attach a table that lacks a column
CREATE TABLE p (id int NOT NULL, v text) PARTITION BY RANGE (id);
CREATE TABLE q (id int NOT NULL);

ALTER TABLE p ATTACH PARTITION q FOR VALUES FROM (5) TO (15);

-- case: detach
CREATE TABLE p (id int NOT NULL, v text) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE pd PARTITION OF p DEFAULT;

ALTER TABLE p DETACH PARTITION p1;

-- case: drop not null of a key
CREATE TABLE t (id int PRIMARY KEY);

ALTER TABLE t ALTER COLUMN id DROP NOT NULL;

-- case: insert into a view
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE VIEW v AS SELECT * FROM t;

INSERT INTO v VALUES (1, 2);

-- case: update with a from list
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE TABLE u (id int, b int);
INSERT INTO t VALUES (1, 1);
INSERT INTO u VALUES (1, 1);

UPDATE t SET a = u.b FROM u WHERE u.id = t.a;

-- case: delete with a subquery
CREATE TABLE t (id int, a int);
CREATE TABLE u (id int, b int);
INSERT INTO t VALUES (1, 1);
INSERT INTO u VALUES (1, 1);

DELETE FROM t WHERE a IN (SELECT b FROM u);

-- case: table from a query
CREATE TABLE t (id int, a int);
INSERT INTO t VALUES (1, 1);

CREATE TABLE n AS SELECT * FROM t;

-- case: select into
CREATE TABLE t (id int, a int);
INSERT INTO t VALUES (1, 1);

SELECT * INTO n FROM t;

-- case: lock several tables
CREATE TABLE t (id int);
CREATE TABLE u (id int);
CREATE VIEW v AS SELECT * FROM u;

LOCK TABLE t, v IN SHARE MODE;

-- case: truncate with restart and cascade
CREATE TABLE p (id serial PRIMARY KEY);
CREATE TABLE c (pid int REFERENCES p);

TRUNCATE p RESTART IDENTITY CASCADE;

-- case: comment on a column of a view
CREATE TABLE t (id int);
CREATE VIEW v AS SELECT * FROM t;

COMMENT ON COLUMN v.id IS 'x';

-- case: owned sequence moves with its table
CREATE TABLE t (id serial PRIMARY KEY);

ALTER TABLE t SET SCHEMA app2;

-- case: view is replaced with a column less
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a, b FROM t;

CREATE OR REPLACE VIEW v AS SELECT a FROM t;

-- case: view is replaced with another type
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t;

CREATE OR REPLACE VIEW v AS SELECT a::text AS a FROM t;

-- case: function with another return type
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';

CREATE OR REPLACE FUNCTION f(a int) RETURNS text LANGUAGE sql AS $$SELECT 'x'$$;

-- case: index on an expression of a volatile function
CREATE TABLE t (a timestamptz);

CREATE INDEX ON t (date_trunc('day', a));

-- case: unknown type
CREATE TABLE t (a number(10));

-- case: unknown column in an index
CREATE TABLE t (a int);

CREATE INDEX ON t (b);

-- case: default of a type that does not fit
CREATE TABLE t (a int DEFAULT 'abc');

-- case: check that names no column
CREATE TABLE t (a int, CHECK (b > 0));

-- case: twice the same column
CREATE TABLE t (a int, a text);

-- case: default from a sequence that nobody owns
CREATE SEQUENCE s;
CREATE TABLE t (a int DEFAULT nextval('s'));

ALTER TABLE t ALTER COLUMN a TYPE bigint;

-- case: serial to its own type
CREATE TABLE t (a serial);

ALTER TABLE t ALTER COLUMN a TYPE int;

-- case: default of a function of the user
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
CREATE TABLE t (a int DEFAULT f());

ALTER TABLE t ALTER COLUMN a TYPE bigint;

-- case: serial gets another default
CREATE TABLE t (a serial);

ALTER TABLE t ALTER COLUMN a SET DEFAULT 5;

-- case: serial loses its default
CREATE TABLE t (a serial);

ALTER TABLE t ALTER COLUMN a DROP DEFAULT;

-- case: default from another sequence
CREATE SEQUENCE s;
CREATE TABLE t (a int);

ALTER TABLE t ALTER COLUMN a SET DEFAULT nextval('s');

-- case: new column with a default from a sequence
CREATE SEQUENCE s;
CREATE TABLE t (a int);
INSERT INTO t VALUES (1);

ALTER TABLE t ADD COLUMN b int DEFAULT nextval('s');

-- case: new table with a default from a sequence
CREATE SEQUENCE s;

CREATE TABLE t (a int DEFAULT nextval('s'));

-- case: new table like another with its defaults
CREATE TABLE t (a serial PRIMARY KEY, b text);

CREATE TABLE n (LIKE t INCLUDING ALL);

-- case: index on now
CREATE TABLE t (a timestamptz);

CREATE INDEX ON t ((now() - a));

-- case: index predicate on now
CREATE TABLE t (a timestamptz);

CREATE INDEX ON t (a) WHERE a > now();

-- case: index on a cast to text of a date
CREATE TABLE t (a date);

CREATE INDEX ON t ((a::text));

-- case: generated column of a stable function
CREATE TABLE t (a timestamptz);

ALTER TABLE t ADD COLUMN g text GENERATED ALWAYS AS (a::text) STORED;

-- case: generated column that names another generated one
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a) STORED);

ALTER TABLE t ADD COLUMN g int GENERATED ALWAYS AS (b) STORED;

-- case: gin without an operator class
CREATE TABLE t (a text);

CREATE INDEX ON t USING gin (a);

-- case: gin on jsonb
CREATE TABLE t (a jsonb);

CREATE INDEX ON t USING gin (a);

-- case: btree on json
CREATE TABLE t (a json);

CREATE INDEX ON t (a);

-- case: btree on point
CREATE TABLE t (a point);

CREATE INDEX ON t (a);

-- case: primary key on json
CREATE TABLE t (a json);

ALTER TABLE t ADD PRIMARY KEY (a);

-- case: index name that is taken
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);

CREATE INDEX i ON t (a);

-- case: constraint name that is taken
CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0));

ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1);

-- case: unique constraint named like a table
CREATE TABLE t (a int);
CREATE TABLE c (a int);

ALTER TABLE t ADD CONSTRAINT c UNIQUE (a);

-- case: drop constraint that is absent
CREATE TABLE t (a int);

ALTER TABLE t DROP CONSTRAINT c;

-- case: drop constraint that is absent, if exists
CREATE TABLE t (a int);

ALTER TABLE t DROP CONSTRAINT IF EXISTS c;

-- case: validate an absent constraint
CREATE TABLE t (a int);

ALTER TABLE t VALIDATE CONSTRAINT c;

-- case: unique using an index that is not unique
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);

ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i;

-- case: unique using a partial index
CREATE TABLE t (a int);
CREATE UNIQUE INDEX i ON t (a) WHERE a > 0;

ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i;

-- case: identity on a nullable column
CREATE TABLE t (a int);

ALTER TABLE t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY;

-- case: identity on a column with a default
CREATE TABLE t (a int NOT NULL DEFAULT 1);

ALTER TABLE t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY;

-- case: identity on text
CREATE TABLE t (a text NOT NULL);

ALTER TABLE t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY;

-- case: drop identity that is absent
CREATE TABLE t (a int NOT NULL);

ALTER TABLE t ALTER COLUMN a DROP IDENTITY;

-- case: alter a view as a table
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;

ALTER TABLE v ADD COLUMN b int;

-- case: drop view as a table
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;

DROP TABLE v;

-- case: refresh concurrently without a unique index
CREATE TABLE t (a int);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;

REFRESH MATERIALIZED VIEW CONCURRENTLY m;

-- case: refresh
CREATE TABLE t (a int);
INSERT INTO t VALUES (1);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX m_a ON m (a);

REFRESH MATERIALIZED VIEW m;

-- case: drop schema with a table
CREATE TABLE app2.t (a int);

DROP SCHEMA app2;

-- case: drop schema with a table, cascade
CREATE TABLE app2.t (a int);

DROP SCHEMA app2 CASCADE;

-- case: set schema where the name is taken
CREATE TABLE app2.t (a int);
CREATE TABLE t (a int);

ALTER TABLE t SET SCHEMA app2;

-- case: insert into an absent column
CREATE TABLE t (a int);

INSERT INTO t (b) VALUES (1);

-- case: insert with too many values
CREATE TABLE t (a int);

INSERT INTO t VALUES (1, 2);

-- case: update an absent column
CREATE TABLE t (a int);

UPDATE t SET b = 1;

-- case: select an absent column
CREATE TABLE t (a int);

SELECT b FROM t;

-- case: conflict target without an index
CREATE TABLE t (a int, b int);

INSERT INTO t VALUES (1, 2) ON CONFLICT (a) DO NOTHING;

-- case: not null violated by a constant
CREATE TABLE t (a int NOT NULL, b int);

INSERT INTO t (b) VALUES (1);

-- case: insert into a generated column
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a) STORED);

INSERT INTO t VALUES (1, 2);

-- case: insert into an identity column
CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY, b int);

INSERT INTO t (a) VALUES (1);

-- case: cast of a literal that is no number
CREATE TABLE t (a int);

INSERT INTO t VALUES ('x');

-- case: partition of a table that has no partitions
CREATE TABLE t (a int);

CREATE TABLE n PARTITION OF t FOR VALUES IN (1);

-- case: partition by an absent column
CREATE TABLE t (a int) PARTITION BY RANGE (b);

-- case: foreign key of another number of columns
CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE c (x int);

ALTER TABLE c ADD FOREIGN KEY (x) REFERENCES p;

-- case: foreign key to an absent table
CREATE TABLE c (x int REFERENCES nowhere);

-- case: foreign key to a view
CREATE TABLE t (a int PRIMARY KEY);
CREATE VIEW v AS SELECT a FROM t;
CREATE TABLE c (x int);

ALTER TABLE c ADD FOREIGN KEY (x) REFERENCES v (a);

-- case: set null of a column that is not null
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE c (x int NOT NULL REFERENCES t ON DELETE SET NULL);
INSERT INTO t VALUES (1);

DELETE FROM t WHERE a = 1;

-- case: policy that is there
CREATE TABLE t (a int);
CREATE POLICY p ON t;

CREATE POLICY p ON t;

-- case: trigger that is there
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();

CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();

-- case: extension that is absent on this server
CREATE EXTENSION no_such_extension;

-- case: type change of a partition key
CREATE TABLE p (id int, v text) PARTITION BY RANGE (id);

ALTER TABLE p ALTER COLUMN id TYPE bigint;

-- case: drop a partition key
CREATE TABLE p (id int, v text) PARTITION BY RANGE (id);

ALTER TABLE p DROP COLUMN id;

-- case: column named in a policy
CREATE TABLE t (a int, b int);
CREATE POLICY p ON t USING (b > 0);

ALTER TABLE t DROP COLUMN b;

-- case: type of a column named in a trigger's condition
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE UPDATE OF b ON t FOR EACH ROW EXECUTE FUNCTION f();

ALTER TABLE t ALTER COLUMN b TYPE bigint;

-- case: statistics on a column whose type changes
CREATE TABLE t (a int, b int);
CREATE STATISTICS st ON a, b FROM t;
INSERT INTO t VALUES (1, 1);

ALTER TABLE t ALTER COLUMN b TYPE bigint;

-- case: temp table with a foreign key to a permanent one
CREATE TABLE p (a int PRIMARY KEY);

CREATE TEMP TABLE c (x int REFERENCES p);

-- case: unlogged table referenced by a logged one
CREATE UNLOGGED TABLE p (a int PRIMARY KEY);

CREATE TABLE c (x int REFERENCES p);

-- case: rename a value to one that is there
CREATE TYPE e AS ENUM ('a', 'b');

ALTER TYPE e RENAME VALUE 'a' TO 'b';

-- case: domain in use is dropped
CREATE DOMAIN d AS int;
CREATE TABLE t (a d);

DROP DOMAIN d;

-- case: check that calls an absent function
CREATE TABLE t (a int);

ALTER TABLE t ADD CHECK (no_such_function(a));

-- case: column of another table's type
CREATE TABLE u (a int);
CREATE TABLE t (r u);

ALTER TABLE u ALTER COLUMN a TYPE bigint;

-- case: merge
CREATE TABLE t (a int);

DROP INDEX IF EXISTS nowhere;

-- case: drop column with an index and a foreign key
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (a int REFERENCES p, b int);
CREATE INDEX t_ab ON t (a, b);

ALTER TABLE t DROP COLUMN a;

-- case: column dropped and added by the same statement
CREATE TABLE t (id uuid, a int);
INSERT INTO t SELECT gen_random_uuid(), g FROM generate_series(0, 9) g;

ALTER TABLE t DROP COLUMN IF EXISTS id, ADD COLUMN id bigserial;

-- case: dropping the function of a trigger that is gone
CREATE TABLE t (id int);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;

DROP FUNCTION touch();

-- case: foreign key on a new column without default
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int);
INSERT INTO t SELECT g FROM generate_series(0, 9) g;

ALTER TABLE t ADD COLUMN pid int REFERENCES p;

-- case: virtual column that calls a user-defined function
CREATE FUNCTION shout(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1)';
CREATE TABLE t (id int, name text);

ALTER TABLE t ADD COLUMN shouted text GENERATED ALWAYS AS (shout(name)) VIRTUAL;
