-- migrate:allow blocking-index-drop small tables
DROP INDEX first_idx;
-- migrate:allow blocking-index-drop small tables
DROP INDEX second_idx;
