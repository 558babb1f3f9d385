ALTER TABLE orders ADD COLUMN a integer[] DEFAULT ARRAY[]::integer[];
ALTER TABLE orders ADD COLUMN b timestamptz DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE orders ADD COLUMN c timestamptz DEFAULT (now() - interval '1 day');
ALTER TABLE orders ADD COLUMN d integer DEFAULT -1;
ALTER TABLE orders ADD COLUMN e integer DEFAULT (1 + 2);
ALTER TABLE orders ADD COLUMN f jsonb DEFAULT '{}'::jsonb;
ALTER TABLE orders ADD COLUMN g text DEFAULT lower('X');
