-- file: V1__table.sql
CREATE TABLE purchases (id bigint PRIMARY KEY, user_id uuid);
-- file: V2__required.sql
ALTER TABLE purchases
  ALTER COLUMN user_id SET DEFAULT '00000000-0000-0000-0000-000000000000',
-- expect set-not-null-scan: purchases
  ALTER COLUMN user_id SET NOT NULL;
