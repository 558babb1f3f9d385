-- runner: diesel
-- expect session-setting-leaks: outlives the transaction
SET search_path = shop;
