-- Access: applications, their principals and credentials, grants that end, the ACL bindings derived from them, and what people are told.
-- As before: web writes what is desired, the worker what it saw and did.

-- Applications and principals: desired ---------------------------------------------------------------------------------

-- The slug is also a namespace: consumer groups and transactional ids that begin with `slug.` are this application's alone.
CREATE TABLE applications (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  slug text COLLATE "C" NOT NULL UNIQUE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  description text NOT NULL DEFAULT '',
  team_id uuid NOT NULL REFERENCES teams (id),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX applications_team_idx ON applications (team_id, slug);

CREATE TABLE principals (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  application_id uuid NOT NULL REFERENCES applications (id),
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  -- Without Kafka's `User:`.
  name text COLLATE "C" NOT NULL,
  kind text NOT NULL CHECK (kind IN ('scram', 'external')),
  quota jsonb NOT NULL DEFAULT '{}',
  -- How many credentials were made for it; the last one is the one that counts.
  credential_generation integer NOT NULL DEFAULT 0,
  -- Set when another principal takes its place: until then both work.
  ends_at timestamptz(3),
  ended_at timestamptz(3),
  end_reason text,
  generation integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX principals_name_once ON principals (cluster_slug, name) WHERE ended_at IS NULL;
CREATE INDEX principals_application_idx ON principals (application_id, cluster_slug);
CREATE INDEX principals_ends_idx ON principals (ends_at) WHERE ended_at IS NULL AND ends_at IS NOT NULL;

-- Salt and salted password for the broker, readable with the worker's private key only. Gone as soon as the broker has confirmed them.
CREATE TABLE sealed_credentials (
  principal_id uuid PRIMARY KEY REFERENCES principals (id),
  generation integer NOT NULL,
  key_id text NOT NULL,
  sealed text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE principal_status (
  principal_id uuid PRIMARY KEY REFERENCES principals (id),
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  observed_generation integer NOT NULL DEFAULT 0,
  -- 'ended' when everything of an ended principal was seen to be gone.
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'ready', 'blocked', 'drifted', 'ended')),
  reason text,
  message text NOT NULL DEFAULT '',
  state_since timestamptz(3) NOT NULL DEFAULT now(),
  due_at timestamptz(3),
  attempt integer NOT NULL DEFAULT 0,
  verified_at timestamptz(3),
  -- Committed before the first call: a SCRAM user or quota that was there before is not ours.
  credential_attempted_at timestamptz(3),
  confirmed_credential integer NOT NULL DEFAULT 0,
  confirmed_at timestamptz(3),
  quota_attempted_at timestamptz(3),
  applied_quota jsonb,
  observed_quota jsonb
);
CREATE INDEX principal_status_due_idx ON principal_status (cluster_slug, due_at) WHERE due_at IS NOT NULL;

-- Bindings that the worker has put there, or was about to: only these may it ever remove.
CREATE TABLE principal_bindings (
  principal_id uuid NOT NULL REFERENCES principals (id),
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  resource_type text NOT NULL,
  pattern_type text NOT NULL,
  resource_name text COLLATE "C" NOT NULL,
  operation text NOT NULL,
  permission_type text NOT NULL,
  host text COLLATE "C" NOT NULL,
  state text NOT NULL DEFAULT 'attempted' CHECK (state IN ('attempted', 'applied', 'refused', 'missing')),
  message text NOT NULL DEFAULT '',
  attempted_at timestamptz(3) NOT NULL DEFAULT now(),
  seen_at timestamptz(3),
  PRIMARY KEY (principal_id, resource_type, pattern_type, resource_name, operation, permission_type, host)
);
CREATE INDEX principal_bindings_resource_idx ON principal_bindings (cluster_slug, resource_type, resource_name);

-- Every ACL of a cluster as last seen, managed or not.
CREATE TABLE acl_observations (
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  principal text COLLATE "C" NOT NULL,
  resource_type text NOT NULL,
  pattern_type text NOT NULL,
  resource_name text COLLATE "C" NOT NULL,
  operation text NOT NULL,
  permission_type text NOT NULL,
  host text COLLATE "C" NOT NULL,
  first_seen_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (cluster_slug, principal, resource_type, pattern_type, resource_name, operation, permission_type, host)
);
CREATE INDEX acl_observations_resource_idx ON acl_observations (cluster_slug, resource_type, resource_name);

-- Who reads what, as far as the brokers tell: groups, and where each has committed.
CREATE TABLE group_observations (
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  group_id text COLLATE "C" NOT NULL,
  protocol_type text NOT NULL,
  state text NOT NULL,
  members integer,
  last_active_at timestamptz(3),
  seen_at timestamptz(3) NOT NULL,
  PRIMARY KEY (cluster_slug, group_id)
);
CREATE TABLE group_topics (
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  group_id text COLLATE "C" NOT NULL,
  topic text COLLATE "C" NOT NULL,
  -- Sum of the committed offsets: it moves when the group reads.
  committed bigint NOT NULL,
  last_active_at timestamptz(3) NOT NULL,
  PRIMARY KEY (cluster_slug, group_id, topic)
);
CREATE INDEX group_topics_topic_idx ON group_topics (cluster_slug, topic);

-- What the worker reports that no application may be called: its own user and the super users it was told of.
ALTER TABLE clusters ADD COLUMN reserved_principals text[] NOT NULL DEFAULT '{}';

-- Requests: of more than one kind, between two sides -------------------------------------------------------------------

ALTER TABLE requests DROP CONSTRAINT requests_kind_check;
ALTER TABLE requests ADD CONSTRAINT requests_kind_check CHECK (kind IN ('topic.create', 'access.create', 'access.renew',
  'principal.create', 'principal.quota', 'principal.revert', 'acl.remove'));
-- team_id owns what is asked for and decides; asking_team_id is in whose name it is asked. For a topic they are the same.
ALTER TABLE requests ADD COLUMN asking_team_id uuid REFERENCES teams (id);
UPDATE requests SET asking_team_id = team_id;
ALTER TABLE requests ALTER COLUMN asking_team_id SET NOT NULL;
-- Asked together; each is decided for itself.
ALTER TABLE requests ADD COLUMN bundle_id uuid;
-- Waits for another request: access to a topic that is asked for too.
ALTER TABLE requests ADD COLUMN depends_on bigint REFERENCES requests (id);
ALTER TABLE requests ADD COLUMN application_id uuid REFERENCES applications (id);
ALTER TABLE requests ADD COLUMN principal_id uuid REFERENCES principals (id);
ALTER TABLE requests ADD COLUMN grant_id uuid;
CREATE INDEX requests_asking_team_idx ON requests (asking_team_id, id DESC);
CREATE INDEX requests_bundle_idx ON requests (bundle_id) WHERE bundle_id IS NOT NULL;
CREATE INDEX requests_depends_idx ON requests (depends_on) WHERE depends_on IS NOT NULL;
CREATE INDEX requests_application_idx ON requests (application_id, id DESC) WHERE application_id IS NOT NULL;
CREATE INDEX requests_grant_idx ON requests (grant_id, id DESC) WHERE grant_id IS NOT NULL;
CREATE INDEX requests_principal_idx ON requests (principal_id, id DESC) WHERE principal_id IS NOT NULL;

-- Grants: desired ------------------------------------------------------------------------------------------------------

CREATE TABLE grants (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  application_id uuid NOT NULL REFERENCES applications (id),
  -- The side that gives: who owns the topic or the prefix.
  team_id uuid NOT NULL REFERENCES teams (id),
  operation text NOT NULL CHECK (operation IN ('consume', 'produce')),
  pattern_type text NOT NULL CHECK (pattern_type IN ('LITERAL', 'PREFIXED')),
  resource_name text COLLATE "C" NOT NULL CHECK (length(resource_name) > 1),
  consumer_group text COLLATE "C",
  group_pattern_type text CHECK (group_pattern_type IN ('LITERAL', 'PREFIXED')),
  transactional_id text COLLATE "C",
  transactional_pattern_type text CHECK (transactional_pattern_type IN ('LITERAL', 'PREFIXED')),
  host text COLLATE "C" NOT NULL DEFAULT '*',
  purpose text NOT NULL,
  agreement jsonb NOT NULL DEFAULT '{}',
  expires_at timestamptz(3) NOT NULL,
  -- 'pending' from the decision until its bindings were seen on the cluster.
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'active', 'ended')),
  ended_at timestamptz(3),
  end_kind text CHECK (end_kind IN ('expired', 'revoked', 'released')),
  ended_by text,
  end_reason text,
  request_id bigint NOT NULL REFERENCES requests (id),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CHECK ((operation = 'consume') = (consumer_group IS NOT NULL)),
  CHECK ((consumer_group IS NULL) = (group_pattern_type IS NULL)),
  CHECK ((transactional_id IS NULL) = (transactional_pattern_type IS NULL)),
  CHECK (transactional_id IS NULL OR operation = 'produce'),
  CHECK ((state = 'ended') = (ended_at IS NOT NULL AND end_kind IS NOT NULL))
);
ALTER TABLE requests ADD CONSTRAINT requests_grant_fkey FOREIGN KEY (grant_id) REFERENCES grants (id);
CREATE UNIQUE INDEX grants_once ON grants (application_id, cluster_slug, operation, pattern_type, resource_name,
  coalesce(consumer_group, ''), coalesce(transactional_id, ''), host) WHERE state <> 'ended';
CREATE INDEX grants_live_idx ON grants (application_id, cluster_slug) WHERE state <> 'ended';
CREATE INDEX grants_application_idx ON grants (application_id, id DESC);
CREATE INDEX grants_team_idx ON grants (team_id, id DESC);
CREATE INDEX grants_resource_idx ON grants (cluster_slug, resource_name);
CREATE INDEX grants_expiry_idx ON grants (expires_at) WHERE state <> 'ended';

CREATE TABLE grant_status (
  grant_id uuid PRIMARY KEY REFERENCES grants (id),
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  -- 'removed': ended, and what it alone needed was seen to be gone.
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'applied', 'blocked', 'removed')),
  reason text,
  message text NOT NULL DEFAULT '',
  state_since timestamptz(3) NOT NULL DEFAULT now(),
  verified_at timestamptz(3)
);

-- Approved removals of bindings that nobody granted, and how far the worker has come.
CREATE TABLE acl_removals (
  request_id bigint PRIMARY KEY REFERENCES requests (id),
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'blocked', 'done')),
  message text NOT NULL DEFAULT '',
  state_since timestamptz(3) NOT NULL DEFAULT now(),
  attempt integer NOT NULL DEFAULT 0,
  due_at timestamptz(3),
  verified_at timestamptz(3)
);
CREATE INDEX acl_removals_due_idx ON acl_removals (cluster_slug, due_at) WHERE due_at IS NOT NULL;

-- A new generation of a principal is due at once.
CREATE FUNCTION principal_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO principal_status (principal_id, cluster_slug, due_at)
  SELECT id, cluster_slug, clock_timestamp() FROM touched
  ON CONFLICT (principal_id) DO UPDATE SET due_at = clock_timestamp(), attempt = 0;
  RETURN NULL;
END $$;
CREATE FUNCTION principal_due_again() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE principal_status s SET due_at = clock_timestamp(), attempt = 0
  FROM (SELECT id, generation FROM touched EXCEPT SELECT id, generation FROM before) AS moved WHERE s.principal_id = moved.id;
  RETURN NULL;
END $$;
CREATE TRIGGER principal_due_insert AFTER INSERT ON principals REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION principal_due();
CREATE TRIGGER principal_due_update AFTER UPDATE ON principals REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION principal_due_again();

-- What a principal's bindings are derived from has changed: each principal of the application on that cluster gets a new generation. A grant
-- that merely became active changes nothing there.
CREATE FUNCTION grants_inserted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO grant_status (grant_id, cluster_slug) SELECT id, cluster_slug FROM touched;
  -- In one order, as everybody who locks several principals: an UPDATE alone takes them as it finds them.
  PERFORM FROM principals p WHERE EXISTS (SELECT FROM touched t WHERE t.application_id = p.application_id
    AND t.cluster_slug = p.cluster_slug) AND p.ended_at IS NULL ORDER BY p.id FOR NO KEY UPDATE;
  UPDATE principals p SET generation = p.generation + 1
  FROM (SELECT DISTINCT application_id, cluster_slug FROM touched) AS moved
  WHERE p.application_id = moved.application_id AND p.cluster_slug = moved.cluster_slug AND p.ended_at IS NULL;
  RETURN NULL;
END $$;
CREATE FUNCTION grants_updated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM principals p WHERE p.ended_at IS NULL AND EXISTS (SELECT FROM touched n JOIN before o ON o.id = n.id
    WHERE n.application_id = p.application_id AND n.cluster_slug = p.cluster_slug
      AND (n.expires_at <> o.expires_at OR (n.state = 'ended') <> (o.state = 'ended'))) ORDER BY p.id FOR NO KEY UPDATE;
  UPDATE principals p SET generation = p.generation + 1
  FROM (SELECT DISTINCT n.application_id, n.cluster_slug FROM touched n JOIN before o ON o.id = n.id
    WHERE n.expires_at <> o.expires_at OR (n.state = 'ended') <> (o.state = 'ended')) AS moved
  WHERE p.application_id = moved.application_id AND p.cluster_slug = moved.cluster_slug AND p.ended_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER grants_insert AFTER INSERT ON grants REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION grants_inserted();
CREATE TRIGGER grants_update AFTER UPDATE ON grants REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION grants_updated();

-- A person asks the worker to try again what is blocked. Nothing about what is desired changes.
CREATE FUNCTION principal_retry(principal uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE principal_status SET due_at = clock_timestamp(), attempt = 0 WHERE principal_id = principal;
$$;
CREATE FUNCTION acl_removal_retry(request bigint) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE acl_removals SET due_at = clock_timestamp(), attempt = 0, state = 'pending', message = '', state_since = clock_timestamp()
  WHERE request_id = request AND state = 'blocked';
$$;

-- An approved removal is due at once.
CREATE FUNCTION acl_removal_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO acl_removals (request_id, cluster_slug, due_at) VALUES (NEW.id, NEW.cluster_slug, clock_timestamp()) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER acl_removal_due_insert AFTER INSERT ON requests FOR EACH ROW
  WHEN (NEW.kind = 'acl.remove' AND NEW.state = 'approved') EXECUTE FUNCTION acl_removal_due();
CREATE TRIGGER acl_removal_due_update AFTER UPDATE OF state ON requests FOR EACH ROW
  WHEN (NEW.kind = 'acl.remove' AND NEW.state = 'approved' AND OLD.state <> 'approved') EXECUTE FUNCTION acl_removal_due();

-- Recertification ------------------------------------------------------------------------------------------------------

CREATE TABLE campaigns (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  title text NOT NULL,
  -- Whose grants are asked about, as the giving side; null when the platform asks about everybody's.
  team_id uuid REFERENCES teams (id),
  scope jsonb NOT NULL,
  reason text NOT NULL DEFAULT '',
  created_by uuid NOT NULL REFERENCES users (id),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  due_at timestamptz(3) NOT NULL,
  closed_at timestamptz(3)
);
CREATE INDEX campaigns_open_idx ON campaigns (due_at) WHERE closed_at IS NULL;
CREATE TABLE campaign_items (
  campaign_id uuid NOT NULL REFERENCES campaigns (id),
  grant_id uuid NOT NULL REFERENCES grants (id),
  decision text CHECK (decision IN ('keep', 'end')),
  reason text NOT NULL DEFAULT '',
  -- Null with a decision: nobody answered in time.
  decided_by uuid REFERENCES users (id),
  decided_at timestamptz(3),
  PRIMARY KEY (campaign_id, grant_id),
  CHECK ((decision IS NULL) = (decided_at IS NULL))
);
CREATE INDEX campaign_items_grant_idx ON campaign_items (grant_id);

-- What people are told -------------------------------------------------------------------------------------------------

-- Written in the transaction of what it tells of; the worker turns it into deliveries.
CREATE TABLE outbox_events (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  kind text NOT NULL,
  -- Told once, however often it is written.
  dedupe_key text UNIQUE,
  subject text NOT NULL,
  body text NOT NULL,
  path text NOT NULL,
  audience jsonb NOT NULL,
  data jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expanded_at timestamptz(3)
);
CREATE INDEX outbox_events_new_idx ON outbox_events (created_at) WHERE expanded_at IS NULL;

CREATE TABLE webhooks (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  -- Null: of the platform, told everything.
  team_id uuid REFERENCES teams (id),
  url text NOT NULL,
  kinds text[] NOT NULL,
  -- Sealed to the worker's public key; the person saw the secret once.
  key_id text NOT NULL,
  sealed_secret text NOT NULL,
  created_by uuid NOT NULL REFERENCES users (id),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  deleted_at timestamptz(3)
);
CREATE INDEX webhooks_team_idx ON webhooks (team_id) WHERE deleted_at IS NULL;

CREATE TABLE outbox_deliveries (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  event_id uuid NOT NULL REFERENCES outbox_events (id),
  channel text NOT NULL CHECK (channel IN ('mail', 'webhook')),
  user_id uuid REFERENCES users (id),
  webhook_id uuid REFERENCES webhooks (id),
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'failed')),
  attempt integer NOT NULL DEFAULT 0,
  due_at timestamptz(3),
  sent_at timestamptz(3),
  error text NOT NULL DEFAULT '',
  CHECK ((channel = 'mail') = (user_id IS NOT NULL) AND (channel = 'webhook') = (webhook_id IS NOT NULL))
);
CREATE UNIQUE INDEX outbox_deliveries_once ON outbox_deliveries (event_id, channel, coalesce(user_id, webhook_id));
CREATE INDEX outbox_deliveries_due_idx ON outbox_deliveries (due_at) WHERE state = 'pending';
CREATE INDEX outbox_deliveries_webhook_idx ON outbox_deliveries (webhook_id, id) WHERE webhook_id IS NOT NULL;

CREATE TABLE notification_settings (
  user_id uuid PRIMARY KEY REFERENCES users (id),
  mail boolean NOT NULL DEFAULT true,
  muted text[] NOT NULL DEFAULT '{}'
);

-- Grants of privileges -------------------------------------------------------------------------------------------------

GRANT SELECT ON applications, principals, principal_status, principal_bindings, acl_observations, group_observations, group_topics, grants,
  grant_status, acl_removals, campaigns, campaign_items, outbox_deliveries, notification_settings TO headgate_web;
-- Not the sealed texts themselves: web has no use for what it cannot open.
GRANT SELECT (principal_id, generation, key_id, created_at) ON sealed_credentials TO headgate_web;
GRANT SELECT (id, team_id, url, kinds, key_id, created_by, created_at, deleted_at) ON webhooks TO headgate_web;
GRANT SELECT (id, kind, dedupe_key, created_at) ON outbox_events TO headgate_web;
GRANT INSERT, UPDATE ON applications, principals, grants, campaigns, campaign_items, notification_settings TO headgate_web;
GRANT DELETE ON applications TO headgate_web;
GRANT INSERT, DELETE ON sealed_credentials TO headgate_web;
GRANT INSERT ON outbox_events, webhooks TO headgate_web;
GRANT UPDATE (deleted_at) ON webhooks TO headgate_web;
GRANT EXECUTE ON FUNCTION principal_retry(uuid), acl_removal_retry(bigint) TO headgate_web;

GRANT SELECT ON applications, principals, sealed_credentials, principal_status, principal_bindings, acl_observations, group_observations,
  group_topics, grants, grant_status, acl_removals, campaigns, campaign_items, outbox_events, outbox_deliveries, webhooks, notification_settings,
  teams, memberships, users TO headgate_worker;
GRANT INSERT, UPDATE, DELETE ON principal_bindings, acl_observations, group_observations, group_topics, outbox_deliveries TO headgate_worker;
GRANT UPDATE ON principal_status, grant_status, acl_removals TO headgate_worker;
GRANT DELETE ON sealed_credentials TO headgate_worker;
GRANT UPDATE (state, ended_at, end_kind, ended_by, end_reason, version) ON grants TO headgate_worker;
GRANT UPDATE (ended_at, end_reason, generation, version) ON principals TO headgate_worker;
GRANT UPDATE (decision, reason, decided_at) ON campaign_items TO headgate_worker;
GRANT UPDATE (closed_at) ON campaigns TO headgate_worker;
GRANT INSERT ON outbox_events TO headgate_worker;
GRANT UPDATE (expanded_at) ON outbox_events TO headgate_worker;
