-- What a relation t can be. EffectsGridIT runs each statement of grid-statements.sql on each of these.

-- common: in front of every shape
CREATE TYPE mood AS ENUM ('low', 'high');
CREATE TYPE pair AS (x int, y text);
CREATE TYPE row_of_t AS (id int, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
CREATE DOMAIN plain_domain AS int;
CREATE DOMAIN checked_domain AS int CHECK (VALUE > 0);
CREATE TABLE other (id int PRIMARY KEY, a int);
INSERT INTO other SELECT g, g FROM generate_series(1, 1000) g;
CREATE TABLE ancestor (id int, a int);
CREATE TABLE "Mixed" ("Id" int PRIMARY KEY);
CREATE SEQUENCE spare;
CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION pick() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 7; END $$;

-- shape: plain
CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: bare
CREATE TABLE t (id int, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: partitioned
CREATE TABLE t (id int, a int, b varchar(10), c text, n numeric(10,2), ts timestamp, PRIMARY KEY (id))
  PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (500);
CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (500) TO (10000);
CREATE INDEX t_b ON t (b);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: partitioned with default partition
CREATE TABLE t (id int, a int, b varchar(10), c text, n numeric(10,2), ts timestamp)
  PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1, 2, 3);
CREATE TABLE tx PARTITION OF t DEFAULT;
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: partition
CREATE TABLE root (id int, a int, b varchar(10), c text, n numeric(10,2), ts timestamp)
  PARTITION BY RANGE (id);
CREATE TABLE t PARTITION OF root FOR VALUES FROM (0) TO (5000);
CREATE TABLE rest PARTITION OF root DEFAULT;
CREATE INDEX root_b ON root (b);
INSERT INTO root SELECT g, g, g, g, g, now() FROM generate_series(1, 6000) g;

-- shape: middle of two levels of partitions
CREATE TABLE root (id int, a int, b varchar(10), c text, n numeric(10,2), ts timestamp)
  PARTITION BY RANGE (id);
CREATE TABLE t PARTITION OF root FOR VALUES FROM (0) TO (5000) PARTITION BY HASH (a);
CREATE TABLE leaf0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE leaf1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE INDEX root_b ON root (b);
INSERT INTO root SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: child of a foreign key
CREATE TABLE p (id int PRIMARY KEY);
INSERT INTO p SELECT g FROM generate_series(1, 3000) g;
CREATE TABLE t (id int PRIMARY KEY, a int REFERENCES p, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: parent of a foreign key
CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;
CREATE TABLE k (tid int REFERENCES t, ta int REFERENCES t (a));
INSERT INTO k SELECT g, g FROM generate_series(1, 900) g;

-- shape: references itself
CREATE TABLE t (id int PRIMARY KEY, a int REFERENCES t, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: child by a foreign key that is not valid
CREATE TABLE p (id int PRIMARY KEY);
INSERT INTO p SELECT g FROM generate_series(1, 3000) g;
CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;
ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE NOT VALID;
ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0) NOT VALID;

-- shape: partitioned on both sides of foreign keys
CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10000);
INSERT INTO p SELECT g FROM generate_series(1, 3000) g;
CREATE TABLE t (id int PRIMARY KEY, a int REFERENCES p, b varchar(10), c text, n numeric(10,2), ts timestamp)
  PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10000);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;
CREATE TABLE k (tid int REFERENCES t);
INSERT INTO k SELECT g FROM generate_series(1, 900) g;

-- shape: indexes of all kinds
CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE, b varchar(10), c text, n numeric(10,2), ts timestamp);
CREATE INDEX t_expression ON t (lower(b));
CREATE INDEX t_partial ON t (n) WHERE a > 5;
CREATE UNIQUE INDEX t_include ON t (id) INCLUDE (b, c);
CREATE INDEX t_hash ON t USING hash (c);
CREATE INDEX t_gin ON t USING gin (to_tsvector('english', c));
CREATE INDEX t_brin ON t USING brin (ts);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: unique index alone
CREATE TABLE t (id int NOT NULL, a int NOT NULL, b varchar(10), c text, n numeric(10,2), ts timestamp);
CREATE UNIQUE INDEX u ON t (a);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: exclusion constraint
CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(10), c text, n numeric(10,2), ts timestamp,
  CONSTRAINT ex EXCLUDE USING gist (int4range(a, a + 1) WITH &&));
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: checked and not null
CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL CHECK (a > 0), b varchar(10) CONSTRAINT ck CHECK (b <> ''),
  c text DEFAULT 'x' CHECK (c IS NOT NULL), n numeric(10,2) DEFAULT 1, ts timestamp DEFAULT now());
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: generated column
CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(10), c text, n numeric(10,2), ts timestamp,
  g int GENERATED ALWAYS AS (a * 2) STORED);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: identity column
CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int GENERATED BY DEFAULT AS IDENTITY,
  b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO t (a, b, c, n, ts) SELECT g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: serial column
CREATE TABLE t (id serial PRIMARY KEY, a int DEFAULT nextval('spare'), b varchar(10), c text,
  n numeric(10,2), ts timestamp);
INSERT INTO t (a, b, c, n, ts) SELECT g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: views
CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;
CREATE VIEW va AS SELECT a FROM t;
CREATE VIEW vv AS SELECT a FROM va;
CREATE MATERIALIZED VIEW mb AS SELECT b FROM t;

-- shape: inheritance parent
CREATE TABLE t (id int, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
CREATE TABLE heir (z0 int) INHERITS (t);
CREATE TABLE grandchild () INHERITS (heir);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;
INSERT INTO heir SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: inheritance child
CREATE TABLE forebear (id int, a int);
CREATE TABLE t (b varchar(10), c text, n numeric(10,2), ts timestamp) INHERITS (forebear);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: typed
CREATE TABLE t OF row_of_t (PRIMARY KEY (id));
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: unlogged
CREATE UNLOGGED TABLE t (id serial PRIMARY KEY, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: foreign
CREATE FOREIGN DATA WRAPPER app_wrapper;
CREATE SERVER app_server FOREIGN DATA WRAPPER app_wrapper;
CREATE FOREIGN TABLE t (id int, a int, b varchar(10), c text, n numeric(10,2), ts timestamp) SERVER app_server;

-- shape: materialised view
CREATE TABLE base (id int, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO base SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;
CREATE MATERIALIZED VIEW t AS SELECT * FROM base;
CREATE UNIQUE INDEX t_id ON t (id);

-- shape: view
CREATE TABLE base (id int, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO base SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;
CREATE VIEW t AS SELECT * FROM base;

-- shape: view of a join
CREATE TABLE base (id int, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO base SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;
CREATE VIEW t AS SELECT base.* FROM base JOIN other USING (id);

-- shape: sequence
CREATE SEQUENCE t;

-- shape: index
CREATE TABLE base (id int, a int);
CREATE INDEX t ON base (a);

-- shape: composite type
CREATE TYPE t AS (id int, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
CREATE TABLE holder (v t);

-- shape: nothing

-- shape: columns of other types
CREATE TABLE t (id int PRIMARY KEY, a checked_domain, b varchar(10), c text, n numeric(10,2), ts timestamp,
  m mood DEFAULT 'low', p pair, q plain_domain, arr text[]);
INSERT INTO t SELECT g, g, g, g, g, now(), 'high'::mood, ROW (1, 'x')::pair, g, '{}'::text[] FROM generate_series(1, 1000) g;

-- shape: trigger, rule and policy
CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;
CREATE TRIGGER trg BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (NEW.n > 0) EXECUTE FUNCTION noop();
CREATE RULE rul AS ON DELETE TO t WHERE OLD.a = 0 DO ALSO SELECT OLD.b;
CREATE POLICY pol ON t USING (a > 0);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;

-- shape: published
CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;
CREATE PUBLICATION pub FOR TABLE t;

-- shape: extended statistics
CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;
CREATE STATISTICS st ON a, b FROM t;

-- shape: row type used elsewhere
CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;
CREATE TABLE holder (v t);
CREATE FUNCTION of_t(t) RETURNS int LANGUAGE sql AS 'SELECT 1';

-- shape: used by a function's body
CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(10), c text, n numeric(10,2), ts timestamp);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;
CREATE FUNCTION reads_t() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(a) FROM t; END;

-- shape: clustered, with replica identity
CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b varchar(10), c text, n numeric(10,2), ts timestamp);
CREATE UNIQUE INDEX u ON t (a);
ALTER TABLE t CLUSTER ON t_pkey;
ALTER TABLE t REPLICA IDENTITY USING INDEX u;
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: partitioned with serial and identity columns
CREATE TABLE t (id serial, a int DEFAULT nextval('spare'), b varchar(10), c text, n numeric(10,2), ts timestamp)
  PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10000);
INSERT INTO t (a, b, c, n, ts) SELECT g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: partitioned, nothing in it
CREATE TABLE t (id int, a int, b varchar(10), c text, n numeric(10,2), ts timestamp) PARTITION BY RANGE (id);

-- shape: row trigger on a partitioned table
CREATE TABLE t (id int, a int, b varchar(10), c text, n numeric(10,2), ts timestamp) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10000);
CREATE TRIGGER trg AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION noop();
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;

-- shape: many references
CREATE TABLE p (id int PRIMARY KEY, x int UNIQUE);
INSERT INTO p SELECT g, g FROM generate_series(1, 3000) g;
CREATE TABLE t (id int PRIMARY KEY, a int REFERENCES p ON DELETE SET NULL, b varchar(10) UNIQUE, c text,
  n numeric(10,2), ts timestamp, CONSTRAINT fk FOREIGN KEY (id) REFERENCES p (x) ON UPDATE CASCADE DEFERRABLE);
INSERT INTO t SELECT g, g, g, g, g, now() FROM generate_series(1, 1000) g;
CREATE TABLE k (tid int CONSTRAINT k_fk REFERENCES t ON DELETE CASCADE, tb varchar(10) REFERENCES t (b) NOT NULL);
CREATE INDEX k_tid ON k (tid);
INSERT INTO k SELECT g, g FROM generate_series(1, 900) g;
