-- expect opaque-sql: the update script of postgis
ALTER EXTENSION postgis UPDATE TO '3.4.0';
