-- style: on
-- expect prefer-jsonb: has no equality
ALTER TABLE orders ADD COLUMN body json;
