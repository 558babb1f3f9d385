-- runner: sqlx
-- expect lock-timeout-missing: no lock_timeout ends that
ALTER TABLE orders ADD COLUMN note text;
ALTER TABLE orders ADD COLUMN remark text;
