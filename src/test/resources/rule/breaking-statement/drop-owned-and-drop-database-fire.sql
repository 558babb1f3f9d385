-- expect breaking-statement: DROP OWNED: objects go that the statement does not name
DROP OWNED BY clerk;
-- expect breaking-statement: DROP DATABASE: objects go that the statement does not name
DROP DATABASE shop;
