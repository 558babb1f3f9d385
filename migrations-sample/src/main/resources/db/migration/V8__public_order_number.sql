-- Risky: a volatile default rewrites the table while everybody waits.
ALTER TABLE orders ADD COLUMN public_id uuid NOT NULL DEFAULT gen_random_uuid();
