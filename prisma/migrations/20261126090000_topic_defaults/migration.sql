-- What counts on the cluster for keys that a topic does not set, key → value as a topic would spell it. There are about 30 keys; the bound keeps a
-- broker that answers nonsense from filling the row.
ALTER TABLE cluster_status ADD COLUMN topic_defaults jsonb NOT NULL DEFAULT '{}'
  CHECK (jsonb_typeof(topic_defaults) = 'object' AND octet_length(topic_defaults::text) <= 8192);
