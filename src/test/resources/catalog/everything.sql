-- One object of every kind that the catalog is read for, on all versions from 14 on.
CREATE EXTENSION btree_gist;
CREATE SCHEMA shop;
CREATE SCHEMA "Hostile ""schema""; --";

CREATE TYPE shop.state AS ENUM ('new', 'paid', 'it''s sent');
CREATE DOMAIN shop.price AS numeric(10, 2) DEFAULT 0 NOT NULL CONSTRAINT positive CHECK (VALUE >= 0);
CREATE TYPE shop.address AS (street text, city text COLLATE "C");
CREATE FUNCTION shop.difference(date, date) RETURNS double precision
  LANGUAGE sql IMMUTABLE AS 'SELECT ($1 - $2)::double precision';
CREATE TYPE shop.season AS RANGE (SUBTYPE = date, SUBTYPE_DIFF = shop.difference);
CREATE COLLATION shop.plain (LOCALE = 'C');
CREATE SEQUENCE shop.numbers AS integer INCREMENT BY 5 MAXVALUE 1000 CYCLE;

CREATE TABLE shop.customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL COLLATE shop.plain,
  email varchar(200) UNIQUE,
  born timestamptz DEFAULT '2000-01-01 12:00:00+02',
  waits interval DEFAULT '1 day 2 hours',
  home shop.address,
  initial text GENERATED ALWAYS AS (upper(name)) STORED
);
CREATE TABLE shop.orders (
  id serial PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES shop.customers ON DELETE CASCADE DEFERRABLE,
  total shop.price,
  state shop.state DEFAULT 'new',
  during tstzrange,
  note text,
  CONSTRAINT note_is_short CHECK (length(note) < 100),
  EXCLUDE USING gist (customer_id WITH =, during WITH &&)
) WITH (fillfactor = 80, autovacuum_enabled = false, toast.autovacuum_enabled = false);
ALTER TABLE shop.orders ALTER COLUMN note SET STORAGE EXTERNAL;
ALTER TABLE shop.orders ALTER COLUMN note SET STATISTICS 500;
ALTER TABLE shop.orders ALTER COLUMN note SET (n_distinct = 10);
ALTER TABLE shop.orders ADD CONSTRAINT total_is_small CHECK (total < 10000) NOT VALID;
CREATE INDEX orders_state_idx ON shop.orders (state) INCLUDE (total) WHERE state <> 'paid';
CREATE INDEX orders_expression ON shop.orders (lower(note) DESC NULLS LAST) WITH (fillfactor = 70);
ALTER TABLE shop.orders CLUSTER ON orders_pkey;
CREATE STATISTICS shop.orders_stat (dependencies) ON customer_id, state FROM shop.orders;
CREATE UNLOGGED TABLE shop.cache (key text NOT NULL, value jsonb);
CREATE UNIQUE INDEX cache_key ON shop.cache (key);
ALTER TABLE shop.cache REPLICA IDENTITY USING INDEX cache_key;
CREATE TABLE shop.typed OF shop.address;
CREATE TABLE shop.child (extra int) INHERITS (shop.cache);

CREATE TABLE shop.events (id bigint NOT NULL, at date NOT NULL, kind text CHECK (kind <> ''), customer_id bigint REFERENCES shop.customers)
  PARTITION BY RANGE (at);
CREATE TABLE shop.events_2025 PARTITION OF shop.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE shop.events_2026 PARTITION OF shop.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
  PARTITION BY LIST (kind);
CREATE TABLE shop.events_2026_web PARTITION OF shop.events_2026 FOR VALUES IN ('web');
CREATE TABLE shop.events_rest PARTITION OF shop.events DEFAULT;
CREATE INDEX events_kind ON shop.events (kind);
ALTER TABLE shop.events ADD PRIMARY KEY (at, id, kind);

CREATE VIEW shop.open_orders WITH (security_barrier) AS
  SELECT o.*, c.name FROM shop.orders o JOIN shop.customers c ON c.id = o.customer_id WHERE state <> 'paid';
CREATE MATERIALIZED VIEW shop.totals AS SELECT customer_id, sum(total) AS total FROM shop.orders GROUP BY 1;
CREATE UNIQUE INDEX totals_customer ON shop.totals (customer_id);

CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = shop AS $body$
BEGIN
  NEW.note := coalesce(NEW.note, 'none');
  RETURN NEW;
END
$body$;
CREATE FUNCTION shop.touch(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
CREATE PROCEDURE shop.clean() LANGUAGE sql AS 'DELETE FROM shop.cache';
CREATE AGGREGATE shop.product(double precision) (SFUNC = float8mul, STYPE = double precision, INITCOND = '1');
CREATE FUNCTION shop.audit() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE OPERATOR shop.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq, COMMUTATOR = OPERATOR(shop.===));
CREATE CAST (shop.address AS shop.state) WITH INOUT;
CREATE TEXT SEARCH CONFIGURATION shop.words (COPY = simple);

CREATE TRIGGER orders_touch BEFORE INSERT OR UPDATE OF note ON shop.orders
  FOR EACH ROW WHEN (NEW.note IS NULL) EXECUTE FUNCTION shop.touch();
CREATE TRIGGER events_touch AFTER INSERT ON shop.events FOR EACH ROW EXECUTE FUNCTION shop.touch();
CREATE RULE cache_is_append_only AS ON DELETE TO shop.cache DO INSTEAD NOTHING;
ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE shop.orders FORCE ROW LEVEL SECURITY;
CREATE POLICY own_orders ON shop.orders AS RESTRICTIVE FOR SELECT TO catalog_reader, PUBLIC
  USING (customer_id = current_setting('shop.customer')::bigint);
CREATE PUBLICATION changes FOR TABLE shop.orders, shop.customers WITH (publish = 'insert');
CREATE EVENT TRIGGER audit_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE')
  EXECUTE FUNCTION shop.audit();
ALTER EVENT TRIGGER audit_ddl DISABLE;

COMMENT ON TABLE shop.orders IS 'it''s a table';
COMMENT ON COLUMN shop.orders.note IS E'two\nlines';
COMMENT ON CONSTRAINT note_is_short ON shop.orders IS 'short';
COMMENT ON FUNCTION shop.touch(integer) IS 'touches';
COMMENT ON TYPE shop.state IS 'states';
COMMENT ON SCHEMA shop IS 'all';
COMMENT ON TRIGGER orders_touch ON shop.orders IS 'touching';
GRANT USAGE ON SCHEMA shop TO catalog_reader;
GRANT SELECT, INSERT ON shop.orders TO catalog_reader WITH GRANT OPTION;
GRANT UPDATE (note) ON shop.orders TO catalog_reader;
REVOKE EXECUTE ON FUNCTION shop.touch(integer) FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO catalog_reader;

CREATE TABLE "Hostile ""schema""; --"."select; DROP TABLE 'x'" (
  "a""b" int DEFAULT 1 CONSTRAINT "it's; a check" CHECK ("a""b" > 0),
  "line
break" text DEFAULT E'back\\slash ''quoted''',
  "ünï.çödé" int REFERENCES "Hostile ""schema""; --"."select; DROP TABLE 'x'" ("table"),
  "table" int UNIQUE
);
CREATE INDEX "in""dex ON" ON "Hostile ""schema""; --"."select; DROP TABLE 'x'" ("ünï.çödé");
CREATE VIEW "Hostile ""schema""; --"."view%s" AS SELECT "a""b" AS "$1?" FROM "Hostile ""schema""; --"."select; DROP TABLE 'x'";
COMMENT ON COLUMN "Hostile ""schema""; --"."select; DROP TABLE 'x'"."a""b" IS 'x''; DROP TABLE orders; --';
CREATE FUNCTION "Hostile ""schema""; --"."f(int)"("p""1" int) RETURNS int LANGUAGE sql AS $a$ SELECT 1 -- $$ { ? } ' $a$;
