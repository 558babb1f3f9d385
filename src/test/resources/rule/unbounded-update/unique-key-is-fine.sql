-- file: V1__countries.sql
CREATE TABLE countries (code text UNIQUE, name text);
-- file: V2__name.sql
UPDATE countries SET name = 'Türkiye' WHERE code = 'tr';
