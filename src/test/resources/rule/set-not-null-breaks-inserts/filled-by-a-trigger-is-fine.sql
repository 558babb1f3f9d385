-- file: V1__table.sql
CREATE TABLE versions (id bigint PRIMARY KEY, num text, num_bare text, words tsvector);
CREATE FUNCTION strip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.num_bare := split_part(NEW.num, '+', 1); RETURN NEW; END $$;
CREATE TRIGGER strip_versions BEFORE INSERT OR UPDATE ON versions FOR EACH ROW EXECUTE FUNCTION strip();
CREATE TRIGGER word_versions BEFORE INSERT OR UPDATE ON versions FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger(words, 'pg_catalog.english', num);
-- file: V2__required.sql
-- expect set-not-null-scan: versions
ALTER TABLE versions ALTER COLUMN num_bare SET NOT NULL;
-- expect set-not-null-scan: versions
ALTER TABLE versions ALTER COLUMN words SET NOT NULL;
