-- expect drop-object: Dropping function
DROP FUNCTION tax(numeric);
