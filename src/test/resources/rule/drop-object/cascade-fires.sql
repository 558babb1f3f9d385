-- expect drop-object: CASCADE drops what depends on it too
DROP TYPE status CASCADE;
