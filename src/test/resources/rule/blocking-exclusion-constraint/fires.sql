-- expect blocking-exclusion-constraint: builds an index on bookings
ALTER TABLE bookings ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&);
