ALTER TABLE orders ADD COLUMN placed timestamptz NOT NULL DEFAULT now();
