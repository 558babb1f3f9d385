BEGIN;
-- expect concurrently-in-transaction: VACUUM cannot run
VACUUM orders;
COMMIT;
