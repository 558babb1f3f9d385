-- expect name-cut-to-63-bytes: cuts this name
CREATE INDEX CONCURRENTLY the_very_long_name_of_an_index_that_nobody_will_ever_want_to_type_again ON orders (id);
