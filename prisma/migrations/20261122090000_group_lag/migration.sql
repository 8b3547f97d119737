-- How many records a group still has to read of a topic, as last seen; null where the cluster did not tell where the topic ends.
ALTER TABLE group_topics ADD COLUMN lag bigint;
