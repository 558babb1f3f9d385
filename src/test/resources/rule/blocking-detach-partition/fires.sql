-- expect blocking-detach-partition: of all of events
ALTER TABLE events DETACH PARTITION events_2020;
