-- file: V1__index.sql
CREATE TABLE crates (id bigint PRIMARY KEY, downloads int);
CREATE INDEX testing ON crates (downloads);
-- file: V2__index.sql
ALTER INDEX testing RENAME TO crates_downloads_idx;
ALTER INDEX IF EXISTS made_by_hand RENAME TO crates_downloads_hand_idx;
