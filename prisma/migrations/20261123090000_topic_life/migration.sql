-- The whole life of a topic: changes, drift, adoption, a change of owner, and its end. As before: web writes what is desired, the worker what it
-- saw and did.

-- What people decide about a cluster -----------------------------------------------------------------------------------

-- Money per GiB-month of stored bytes (all replicas) and per partition and month; null while nobody has set a price.
ALTER TABLE clusters ADD COLUMN price_gib_month numeric(14, 6) CHECK (price_gib_month >= 0);
ALTER TABLE clusters ADD COLUMN price_partition_month numeric(14, 6) CHECK (price_partition_month >= 0);
ALTER TABLE clusters ADD COLUMN currency text NOT NULL DEFAULT 'EUR' CHECK (currency ~ '^[A-Z]{3}$');
-- 'ask': a person decides on each difference. 'revert-harmless': what loses nothing when it is put back is put back by the worker.
ALTER TABLE clusters ADD COLUMN drift_policy text NOT NULL DEFAULT 'ask' CHECK (drift_policy IN ('ask', 'revert-harmless'));
-- When more than this share of what is known vanishes at once, the answer is not believed.
ALTER TABLE clusters ADD COLUMN guard_share double precision NOT NULL DEFAULT 0.3 CHECK (guard_share > 0 AND guard_share <= 1);
-- How often an admin has said that what the cluster shows is right; a guard that fired before that word is lifted by it, and by nothing else.
ALTER TABLE clusters ADD COLUMN confirmations integer NOT NULL DEFAULT 0;
-- A topic to which nothing was written for so long, and that nobody reads, is put to its owners as stale.
ALTER TABLE clusters ADD COLUMN stale_after_days integer NOT NULL DEFAULT 30 CHECK (stale_after_days BETWEEN 1 AND 3650);
-- Whoever wrote to a topic within so many hours still uses it: it is not deleted unless that is said and accepted.
ALTER TABLE clusters ADD COLUMN recent_write_hours integer NOT NULL DEFAULT 24 CHECK (recent_write_hours BETWEEN 1 AND 8760);

-- Topics: desired ------------------------------------------------------------------------------------------------------

-- Nobody may read or write it, by DENY bindings that belong to the topic; until when that is to show who misses it.
ALTER TABLE topics ADD COLUMN blocked_at timestamptz(3);
ALTER TABLE topics ADD COLUMN blocked_until timestamptz(3);
-- A tombstone: the row goes when the cluster confirms that the topic is gone.
ALTER TABLE topics ADD COLUMN deleting_at timestamptz(3);
-- Kafka's id of a topic that was there before it was ours, and the request by which it became ours.
ALTER TABLE topics ADD COLUMN adopted_topic_id text;
ALTER TABLE topics ADD COLUMN adopted_by bigint REFERENCES requests (id);
CREATE INDEX topics_adopted_by_idx ON topics (adopted_by) WHERE adopted_by IS NOT NULL;
CREATE INDEX topics_blocked_idx ON topics (cluster_slug, name) WHERE blocked_at IS NOT NULL;

-- Topics: status -------------------------------------------------------------------------------------------------------

-- What differs from what is desired, as two sweeps agreed: [{ field, desired, applied, observed, since }].
ALTER TABLE topic_status ADD COLUMN drift jsonb NOT NULL DEFAULT '[]';
-- A move of partitions under way: { moving, partitions }.
ALTER TABLE topic_status ADD COLUMN progress jsonb;
-- Operations (READ, WRITE) whose DENY binding we have made, or tried to: committed before the call. What was there before is not ours.
ALTER TABLE topic_status ADD COLUMN denied text[] NOT NULL DEFAULT '{}';
CREATE INDEX topic_status_drift_idx ON topic_status (cluster_slug, topic_id) WHERE state = 'drifted';

-- Deleting is a state from the moment that it is decided.
CREATE OR REPLACE FUNCTION topic_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO topic_status (topic_id, cluster_slug, due_at) VALUES (NEW.id, NEW.cluster_slug, now())
  ON CONFLICT (topic_id) DO UPDATE SET due_at = now(), attempt = 0;
  IF NEW.deleting_at IS NOT NULL THEN
    UPDATE topic_status SET state = 'deleting', reason = NULL, message = '', state_since = clock_timestamp()
    WHERE topic_id = NEW.id AND state <> 'deleting';
  END IF;
  RETURN NULL;
END $$;

-- An unapproved destructive difference: the fields concerned are as they were last applied again, but for those that a request which was approved
-- later is about. What was never applied stays as it is, and so does everything once the request was ended.
CREATE FUNCTION topic_restore(topic uuid, request bigint, fields text[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  own text[];
  restored integer;
BEGIN
  -- Whoever decides about the topic holds this lock: what was decided before is seen below, and nothing is decided meanwhile.
  PERFORM FROM topics WHERE id = topic FOR UPDATE;
  SELECT array_agg(field) INTO own FROM requests r CROSS JOIN unnest(fields) AS field
  WHERE r.id = request AND r.state = 'approved' AND NOT EXISTS (SELECT FROM requests later WHERE later.topic_id = topic AND later.state = 'approved'
    AND later.generation > r.generation AND later.plan -> 'changes' @> jsonb_build_array(jsonb_build_object('field', field)));
  UPDATE topics t SET
    partitions = CASE WHEN 'partitions' = ANY(own) THEN (s.last_applied #>> '{spec,partitions}')::int ELSE t.partitions END,
    replication_factor = CASE WHEN 'replicationFactor' = ANY(own) THEN (s.last_applied #>> '{spec,replicationFactor}')::int
      ELSE t.replication_factor END,
    config = (t.config - own) || coalesce((SELECT jsonb_object_agg(key, value) FROM jsonb_each(s.last_applied #> '{spec,config}')
      WHERE key = ANY(own)), '{}'),
    blocked_at = CASE WHEN 'blocked' = ANY(own) AND s.last_applied -> 'blocked' IS DISTINCT FROM 'true' THEN NULL ELSE t.blocked_at END,
    blocked_until = CASE WHEN 'blocked' = ANY(own) AND s.last_applied -> 'blocked' IS DISTINCT FROM 'true' THEN NULL ELSE t.blocked_until END,
    generation = t.generation + 1, version = t.version + 1, updated_at = now()
  FROM topic_status s WHERE own IS NOT NULL AND t.id = topic AND s.topic_id = t.id AND s.last_applied IS NOT NULL
  RETURNING t.generation INTO restored;
  RETURN restored;
END $$;

-- The cluster has confirmed that a topic which was to go is gone.
CREATE FUNCTION topic_gone(topic uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM topics WHERE id = topic AND deleting_at IS NOT NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM name_reservations WHERE topic_id = topic;
  DELETE FROM topic_status WHERE topic_id = topic;
  DELETE FROM topics WHERE id = topic;
  RETURN true;
END $$;


-- Requests -------------------------------------------------------------------------------------------------------------

ALTER TABLE requests DROP CONSTRAINT requests_kind_check;
ALTER TABLE requests ADD CONSTRAINT requests_kind_check CHECK (kind IN ('topic.create', 'topic.change', 'topic.revert', 'topic.adopt',
  'topic.block', 'topic.delete', 'topic.import', 'ownership.transfer', 'access.create', 'access.renew', 'principal.create', 'principal.quota',
  'principal.revert', 'acl.remove', 'schema.register', 'subject.compatibility', 'subject.adopt', 'subject.revert', 'subject.delete',
  'group.reset'));

-- At most one undecided request per field of an object. A field is a name of the plan, or of what concerns the whole: topic, owner, blocked.
CREATE TABLE field_claims (
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  object_kind text NOT NULL CHECK (object_kind IN ('topic', 'group')),
  object_name text COLLATE "C" NOT NULL,
  field text NOT NULL,
  request_id bigint NOT NULL REFERENCES requests (id),
  PRIMARY KEY (cluster_slug, object_kind, object_name, field)
);
CREATE INDEX field_claims_request_idx ON field_claims (request_id);

CREATE FUNCTION field_claims_end() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM field_claims WHERE request_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER field_claims_end AFTER UPDATE OF state ON requests FOR EACH ROW
  WHEN (OLD.state = 'submitted' AND NEW.state <> 'submitted') EXECUTE FUNCTION field_claims_end();

-- What a shorter retention would delete, as the cluster told it: for requests that wait for it, and for whoever types one.
CREATE TABLE retention_losses (
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  topic text COLLATE "C" NOT NULL,
  retention_ms bigint NOT NULL,
  kafka_topic_id text NOT NULL,
  measured_at timestamptz(3) NOT NULL,
  -- { records, bytes, from, to, groups: [{ group, records }] }, as in a plan's loss, without owners.
  loss jsonb NOT NULL,
  PRIMARY KEY (cluster_slug, topic, retention_ms)
);
CREATE INDEX retention_losses_measured_idx ON retention_losses (measured_at);

-- Offsets of a group that are to be set: what was found right before, and what was seen after.
CREATE TABLE offset_resets (
  request_id bigint PRIMARY KEY REFERENCES requests (id),
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'blocked', 'done')),
  message text NOT NULL DEFAULT '',
  state_since timestamptz(3) NOT NULL DEFAULT now(),
  attempt integer NOT NULL DEFAULT 0,
  due_at timestamptz(3),
  before jsonb,
  after jsonb,
  verified_at timestamptz(3)
);
CREATE INDEX offset_resets_due_idx ON offset_resets (cluster_slug, due_at) WHERE due_at IS NOT NULL;

CREATE FUNCTION offset_reset_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO offset_resets (request_id, cluster_slug, due_at) VALUES (NEW.id, NEW.cluster_slug, clock_timestamp()) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER offset_reset_due_insert AFTER INSERT ON requests FOR EACH ROW
  WHEN (NEW.kind = 'group.reset' AND NEW.state = 'approved') EXECUTE FUNCTION offset_reset_due();
CREATE TRIGGER offset_reset_due_update AFTER UPDATE OF state ON requests FOR EACH ROW
  WHEN (NEW.kind = 'group.reset' AND NEW.state = 'approved' AND OLD.state <> 'approved') EXECUTE FUNCTION offset_reset_due();

CREATE FUNCTION offset_reset_retry(request bigint) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE offset_resets SET due_at = clock_timestamp(), attempt = 0, state = 'pending', message = '', state_since = clock_timestamp()
  WHERE request_id = request AND state = 'blocked';
$$;

ALTER TABLE probes DROP CONSTRAINT probes_kind_check;
ALTER TABLE probes ADD CONSTRAINT probes_kind_check CHECK (kind IN ('compatibility', 'sample', 'loss', 'offsets'));

-- Rights ---------------------------------------------------------------------------------------------------------------

GRANT SELECT ON field_claims, retention_losses, offset_resets TO headgate_web, headgate_worker;
GRANT INSERT, DELETE ON field_claims TO headgate_web;
GRANT UPDATE (confirmations, price_gib_month, price_partition_month, currency, drift_policy, guard_share, stale_after_days, recent_write_hours)
  ON clusters TO headgate_web;
-- What people decide about a cluster is not the worker's to change.
REVOKE UPDATE ON clusters FROM headgate_worker;
GRANT UPDATE (name, tier, listeners, definition_hash, kafka_cluster_id, detached_at, reserved_principals, registry_url, version)
  ON clusters TO headgate_worker;
GRANT EXECUTE ON FUNCTION offset_reset_retry(bigint) TO headgate_web;
GRANT INSERT, UPDATE, DELETE ON retention_losses TO headgate_worker;
GRANT UPDATE ON offset_resets TO headgate_worker;
GRANT EXECUTE ON FUNCTION topic_restore(uuid, bigint, text[]), topic_gone(uuid) TO headgate_worker;
