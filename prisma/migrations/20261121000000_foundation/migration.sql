-- The foundation: people, teams, clusters, topics, requests, rules, the audit chain.
-- Desired state is written by web, status and observations by the worker; the grants at the end make that so.

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'headgate_web') THEN CREATE ROLE headgate_web NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'headgate_worker') THEN CREATE ROLE headgate_worker NOLOGIN; END IF;
END $$;

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Nobody else makes objects here, and nobody calls a function, or hangs one on a table of their own, unless it is granted below.
-- Functions that run as their owner name pg_temp last in their path: left unsaid it comes first, and a temporary table in the place of
-- ours, with a trigger, would run its maker's code as the owner.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- People ---------------------------------------------------------------------------------------------------------------

CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  email text,
  platform_role text NOT NULL DEFAULT 'none' CHECK (platform_role IN ('none', 'auditor', 'admin')),
  disabled_at timestamptz(3),
  theme text NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark')),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1
);

-- issuer 'local' holds a login name and an argon2id hash; any other issuer is an OIDC provider and subject its `sub`.
CREATE TABLE identities (
  issuer text NOT NULL,
  subject text NOT NULL,
  user_id uuid NOT NULL REFERENCES users (id),
  password_hash text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject),
  CHECK ((issuer = 'local') = (password_hash IS NOT NULL))
);
CREATE INDEX identities_user_id_idx ON identities (user_id);

CREATE TABLE sessions (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  user_id uuid NOT NULL REFERENCES users (id),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3)
);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);

CREATE TABLE api_tokens (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  user_id uuid NOT NULL REFERENCES users (id),
  name text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  permissions text[] NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  last_used_at timestamptz(3),
  revoked_at timestamptz(3)
);
CREATE INDEX api_tokens_user_id_idx ON api_tokens (user_id);

-- One row: the code that makes the first admin, and when it was used.
CREATE TABLE installation (
  id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  setup_code_hash text,
  completed_at timestamptz(3)
);
INSERT INTO installation DEFAULT VALUES;

-- Table of rate-limiter-flexible (RateLimiterPostgres).
CREATE TABLE rate_limits (
  key varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);

-- Teams ----------------------------------------------------------------------------------------------------------------

CREATE TABLE teams (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  contact_mail text NOT NULL DEFAULT '',
  contact_chat text NOT NULL DEFAULT '',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1
);

-- A membership given by hand and one that comes from a provider's group are two rows; the stronger one counts.
CREATE TABLE memberships (
  team_id uuid NOT NULL REFERENCES teams (id),
  user_id uuid NOT NULL REFERENCES users (id),
  source text NOT NULL DEFAULT 'manual' CHECK (source IN ('manual', 'group')),
  role text NOT NULL CHECK (role IN ('member', 'owner')),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (team_id, user_id, source)
);
CREATE INDEX memberships_user_id_idx ON memberships (user_id);

CREATE TABLE team_prefixes (
  prefix text COLLATE "C" PRIMARY KEY,
  team_id uuid NOT NULL REFERENCES teams (id),
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX team_prefixes_team_id_idx ON team_prefixes (team_id);

-- Clusters -------------------------------------------------------------------------------------------------------------

CREATE TABLE clusters (
  slug text PRIMARY KEY,
  name text NOT NULL,
  tier text NOT NULL CHECK (tier IN ('development', 'test', 'production')),
  listeners jsonb NOT NULL,
  -- SHA-256 of what the worker was told; a worker that was told something else refuses the cluster.
  definition_hash text NOT NULL,
  -- Pinned at first contact; another id later blocks writes until an admin confirms it here.
  kafka_cluster_id text,
  detached_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1
);

CREATE TABLE cluster_status (
  cluster_slug text PRIMARY KEY REFERENCES clusters (slug),
  -- 'unknown' until first contact, then 'reachable', 'unreachable', or 'identity_changed'.
  condition text NOT NULL DEFAULT 'unknown' CHECK (condition IN ('unknown', 'reachable', 'unreachable', 'identity_changed')),
  condition_since timestamptz(3) NOT NULL DEFAULT now(),
  message text NOT NULL DEFAULT '',
  observed_cluster_id text,
  controller_id integer,
  brokers jsonb NOT NULL DEFAULT '[]',
  topic_count integer,
  partition_count integer,
  -- When the last complete sweep began; what it saw was true at or after this time.
  seen_at timestamptz(3),
  sweep_ms integer
);

CREATE TABLE cluster_leases (
  cluster_slug text PRIMARY KEY REFERENCES clusters (slug),
  holder text NOT NULL,
  epoch bigint NOT NULL DEFAULT 1,
  acquired_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL
);

CREATE TABLE worker_heartbeats (
  worker_id text PRIMARY KEY,
  started_at timestamptz(3) NOT NULL,
  beat_at timestamptz(3) NOT NULL,
  version text NOT NULL,
  clusters text[] NOT NULL
);

-- Requests -------------------------------------------------------------------------------------------------------------

CREATE TABLE requests (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('topic.create')),
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  object_name text NOT NULL,
  team_id uuid NOT NULL REFERENCES teams (id),
  requester_id uuid NOT NULL REFERENCES users (id),
  state text NOT NULL CHECK (state IN ('submitted', 'approved', 'applied', 'rejected', 'withdrawn', 'stale', 'lapsed', 'superseded')),
  patch jsonb NOT NULL,
  reason text NOT NULL,
  plan jsonb NOT NULL,
  fingerprint text NOT NULL,
  violations jsonb NOT NULL,
  risk text NOT NULL CHECK (risk IN ('low', 'normal', 'high')),
  slots jsonb NOT NULL,
  partitions integer NOT NULL,
  estimated_bytes bigint NOT NULL DEFAULT 0,
  -- The topic this request is about, and the generation that carries it out, once it is approved.
  topic_id uuid,
  generation integer,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  submitted_at timestamptz(3) NOT NULL DEFAULT now(),
  lapses_at timestamptz(3) NOT NULL,
  decided_at timestamptz(3),
  ended_at timestamptz(3),
  outcome text,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX requests_state_idx ON requests (state, id DESC);
CREATE INDEX requests_team_idx ON requests (team_id, id DESC);
CREATE INDEX requests_requester_idx ON requests (requester_id, id DESC);
CREATE INDEX requests_topic_idx ON requests (topic_id, id DESC);
CREATE INDEX requests_lapse_idx ON requests (lapses_at) WHERE state = 'submitted';

CREATE TABLE approvals (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  request_id bigint NOT NULL REFERENCES requests (id),
  user_id uuid NOT NULL REFERENCES users (id),
  slot text NOT NULL,
  fingerprint text NOT NULL,
  comment text NOT NULL DEFAULT '',
  stand_in boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  -- An edit makes a new plan; approvals of the old one stay on record but no longer count.
  dropped_at timestamptz(3)
);
CREATE UNIQUE INDEX approvals_slot_once ON approvals (request_id, slot) WHERE dropped_at IS NULL;

CREATE TABLE request_comments (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  request_id bigint NOT NULL REFERENCES requests (id),
  user_id uuid NOT NULL REFERENCES users (id),
  body text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX request_comments_request_idx ON request_comments (request_id, id);

-- Topics: desired ------------------------------------------------------------------------------------------------------

CREATE TABLE topics (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  name text COLLATE "C" NOT NULL,
  team_id uuid NOT NULL REFERENCES teams (id),
  partitions integer NOT NULL,
  replication_factor integer NOT NULL,
  config jsonb NOT NULL,
  description text NOT NULL DEFAULT '',
  classification text NOT NULL CHECK (classification IN ('public', 'internal', 'confidential', 'restricted')),
  contact text NOT NULL DEFAULT '',
  tags text[] NOT NULL DEFAULT '{}',
  docs text NOT NULL DEFAULT '',
  expected_bytes_per_second bigint,
  -- Stored bytes as estimated when it was decided; what budgets count.
  estimated_bytes bigint NOT NULL DEFAULT 0,
  generation integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  UNIQUE (cluster_slug, name)
);
CREATE INDEX topics_team_idx ON topics (team_id);

-- One name, one holder, per cluster: `.` and `_` are the same to Kafka's metrics. Held by an open request, then by its topic.
CREATE TABLE name_reservations (
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  collision_key text NOT NULL,
  name text NOT NULL,
  request_id bigint REFERENCES requests (id),
  topic_id uuid REFERENCES topics (id),
  PRIMARY KEY (cluster_slug, collision_key),
  CHECK (request_id IS NOT NULL OR topic_id IS NOT NULL)
);
CREATE INDEX name_reservations_request_idx ON name_reservations (request_id);
CREATE INDEX name_reservations_topic_idx ON name_reservations (topic_id);

-- Topics: status and observations --------------------------------------------------------------------------------------

CREATE TABLE topic_status (
  topic_id uuid PRIMARY KEY REFERENCES topics (id),
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'ready', 'blocked', 'drifted', 'missing', 'deleting')),
  reason text,
  message text NOT NULL DEFAULT '',
  state_since timestamptz(3) NOT NULL DEFAULT now(),
  observed_generation integer NOT NULL DEFAULT 0,
  -- What was last seen applied: { generation, spec }.
  last_applied jsonb,
  kafka_topic_id text,
  -- Committed before the create call is sent: a name that exists although we never tried is somebody else's.
  create_attempted_at timestamptz(3),
  -- The queue is the state: due is what has a due_at in the past.
  due_at timestamptz(3),
  attempt integer NOT NULL DEFAULT 0,
  verified_at timestamptz(3)
);
CREATE INDEX topic_status_due_idx ON topic_status (cluster_slug, due_at) WHERE due_at IS NOT NULL;

CREATE TABLE topic_observations (
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  name text COLLATE "C" NOT NULL,
  kafka_topic_id text NOT NULL,
  internal boolean NOT NULL,
  partitions integer NOT NULL,
  replication_factor integer NOT NULL,
  config jsonb NOT NULL,
  -- GENERATED: the same key as name_reservations, so that a collision with a foreign topic is one index lookup.
  collision_key text GENERATED ALWAYS AS (replace(name, '.', '_')) STORED,
  first_seen_at timestamptz(3) NOT NULL DEFAULT now(),
  changed_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (cluster_slug, name)
);
CREATE INDEX topic_observations_collision_idx ON topic_observations (cluster_slug, collision_key);

-- Volatile figures, apart from the facts above so that they do not churn them.
CREATE TABLE topic_figures (
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  name text COLLATE "C" NOT NULL,
  size_bytes bigint NOT NULL,
  last_written_at timestamptz(3),
  measured_at timestamptz(3) NOT NULL,
  PRIMARY KEY (cluster_slug, name)
);

-- What the catalogue lists: one row per managed topic or observed foreign one, kept by triggers (below), so that a list is one index scan.
CREATE TABLE catalogue (
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  name text COLLATE "C" NOT NULL,
  topic_id uuid,
  team_id uuid,
  state text NOT NULL,
  classification text,
  description text NOT NULL DEFAULT '',
  partitions integer NOT NULL,
  replication_factor integer NOT NULL,
  retention_ms text,
  size_bytes bigint,
  last_written_at timestamptz(3),
  PRIMARY KEY (cluster_slug, name)
);
CREATE UNIQUE INDEX catalogue_name_idx ON catalogue (name, cluster_slug);
CREATE INDEX catalogue_team_idx ON catalogue (team_id, name, cluster_slug);
CREATE INDEX catalogue_state_idx ON catalogue (state, name, cluster_slug);
CREATE INDEX catalogue_search_idx ON catalogue USING gin (name gin_trgm_ops);

-- Brings the rows of these (cluster_slugs[i], names[i]) up to date with their sources.
CREATE FUNCTION catalogue_refresh(cluster_slugs text[], names text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF names IS NULL THEN RETURN; END IF;
  -- Two transactions that touch different sources of one row would each compute it from what they see and the later would
  -- overwrite the earlier. One at a time per cluster; the next statement then has a fresh snapshot.
  PERFORM pg_advisory_xact_lock(hashtextextended('catalogue ' || slug, 0))
    FROM (SELECT DISTINCT slug FROM unnest(cluster_slugs) AS slug ORDER BY 1) AS slugs;

  -- Two statements, each a lookup per key: as one, the planner cannot know how many keys there are and compares each with each.
  DELETE FROM catalogue c USING unnest(cluster_slugs, names) AS w(cluster_slug, name)
  WHERE c.cluster_slug = w.cluster_slug AND c.name = w.name COLLATE "C"
    AND NOT EXISTS (SELECT FROM topics t WHERE t.cluster_slug = c.cluster_slug AND t.name = c.name)
    AND NOT EXISTS (SELECT FROM topic_observations o WHERE o.cluster_slug = c.cluster_slug AND o.name = c.name AND NOT o.internal);

  INSERT INTO catalogue AS c
  SELECT DISTINCT ON (w.cluster_slug, w.name) w.cluster_slug, w.name, t.id, t.team_id,
    CASE WHEN t.id IS NULL THEN 'unmanaged' ELSE coalesce(s.state, 'pending') END,
    t.classification, coalesce(t.description, ''),
    coalesce(t.partitions, o.partitions), coalesce(t.replication_factor, o.replication_factor),
    CASE WHEN t.id IS NULL THEN o.config ->> 'retention.ms' ELSE t.config ->> 'retention.ms' END,
    f.size_bytes, f.last_written_at
  FROM unnest(cluster_slugs, names) AS w(cluster_slug, name)
  LEFT JOIN topics t ON t.cluster_slug = w.cluster_slug AND t.name = w.name COLLATE "C"
  LEFT JOIN topic_status s ON s.topic_id = t.id
  LEFT JOIN topic_observations o ON o.cluster_slug = w.cluster_slug AND o.name = w.name COLLATE "C" AND NOT o.internal
  LEFT JOIN topic_figures f ON f.cluster_slug = w.cluster_slug AND f.name = w.name COLLATE "C"
  WHERE t.id IS NOT NULL OR o.name IS NOT NULL
  ON CONFLICT (cluster_slug, name) DO UPDATE SET
    topic_id = excluded.topic_id, team_id = excluded.team_id, state = excluded.state, classification = excluded.classification,
    description = excluded.description, partitions = excluded.partitions, replication_factor = excluded.replication_factor,
    retention_ms = excluded.retention_ms, size_bytes = excluded.size_bytes, last_written_at = excluded.last_written_at
  WHERE c.* IS DISTINCT FROM excluded.*;
END $$;

CREATE FUNCTION catalogue_follow_topics() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM catalogue_refresh(array_agg(cluster_slug), array_agg(name::text)) FROM touched;
  RETURN NULL;
END $$;

CREATE FUNCTION catalogue_follow_observations() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- The row of a managed topic shows what is desired, so an observation of it changes nothing there.
  PERFORM catalogue_refresh(array_agg(o.cluster_slug), array_agg(o.name::text))
  FROM touched o LEFT JOIN topics t ON t.cluster_slug = o.cluster_slug AND t.name = o.name WHERE t.id IS NULL;
  RETURN NULL;
END $$;

CREATE FUNCTION catalogue_follow_status() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Of a status the catalogue shows only the state; attempts and due times leave it alone. The lock is catalogue_refresh's.
  PERFORM pg_advisory_xact_lock(hashtextextended('catalogue ' || slug, 0))
    FROM (SELECT DISTINCT cluster_slug AS slug FROM
      (SELECT cluster_slug, topic_id, state FROM touched EXCEPT SELECT cluster_slug, topic_id, state FROM before) AS moved ORDER BY 1) AS slugs;
  UPDATE catalogue c SET state = moved.state
  FROM (SELECT topic_id, state FROM touched EXCEPT SELECT topic_id, state FROM before) AS moved JOIN topics t ON t.id = moved.topic_id
  WHERE c.cluster_slug = t.cluster_slug AND c.name = t.name;
  RETURN NULL;
END $$;

CREATE TRIGGER catalogue_topics_insert AFTER INSERT ON topics REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION catalogue_follow_topics();
CREATE TRIGGER catalogue_topics_update AFTER UPDATE ON topics REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION catalogue_follow_topics();
CREATE TRIGGER catalogue_topics_delete AFTER DELETE ON topics REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION catalogue_follow_topics();
CREATE TRIGGER catalogue_status_update AFTER UPDATE ON topic_status REFERENCING OLD TABLE AS before NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION catalogue_follow_status();
CREATE TRIGGER catalogue_observations_insert AFTER INSERT ON topic_observations REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION catalogue_follow_observations();
CREATE TRIGGER catalogue_observations_update AFTER UPDATE ON topic_observations REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION catalogue_follow_observations();
CREATE TRIGGER catalogue_observations_delete AFTER DELETE ON topic_observations REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION catalogue_follow_observations();
CREATE TRIGGER catalogue_figures_insert AFTER INSERT ON topic_figures REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION catalogue_follow_topics();
CREATE TRIGGER catalogue_figures_update AFTER UPDATE ON topic_figures REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION catalogue_follow_topics();

-- A new generation is due at once. The status row belongs to the worker, so web reaches it only through this trigger.
CREATE FUNCTION topic_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO topic_status (topic_id, cluster_slug, due_at) VALUES (NEW.id, NEW.cluster_slug, now())
  ON CONFLICT (topic_id) DO UPDATE SET due_at = now(), attempt = 0;
  RETURN NULL;
END $$;
CREATE TRIGGER topic_due_insert AFTER INSERT ON topics FOR EACH ROW EXECUTE FUNCTION topic_due();
CREATE TRIGGER topic_due_update AFTER UPDATE OF generation ON topics FOR EACH ROW WHEN (NEW.generation <> OLD.generation) EXECUTE FUNCTION topic_due();

-- A person asks the worker to try a blocked topic again. Nothing about what is desired changes.
CREATE FUNCTION topic_retry(topic uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE topic_status SET due_at = now(), attempt = 0, state = 'pending', reason = NULL, message = '', state_since = now()
  WHERE topic_id = topic AND state = 'blocked';
$$;

-- Rules ----------------------------------------------------------------------------------------------------------------

CREATE TABLE policies (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  slug text NOT NULL UNIQUE,
  current_revision integer NOT NULL DEFAULT 1,
  disabled_at timestamptz(3)
);

CREATE TABLE policy_revisions (
  policy_id uuid NOT NULL REFERENCES policies (id),
  revision integer NOT NULL,
  rule jsonb NOT NULL,
  scope jsonb NOT NULL,
  enforcement text NOT NULL CHECK (enforcement IN ('deny', 'warn')),
  message text NOT NULL DEFAULT '',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (policy_id, revision)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: its rows are immutable', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER policy_revisions_immutable BEFORE UPDATE OR DELETE ON policy_revisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_revisions_no_truncate BEFORE TRUNCATE ON policy_revisions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Idempotency ----------------------------------------------------------------------------------------------------------

CREATE TABLE idempotency_keys (
  actor_id text NOT NULL,
  command text NOT NULL,
  key text NOT NULL,
  input_hash text NOT NULL,
  response jsonb,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (actor_id, command, key)
);
CREATE INDEX idempotency_keys_created_idx ON idempotency_keys (created_at);

-- Audit ----------------------------------------------------------------------------------------------------------------

CREATE TABLE audit_events (
  number bigint PRIMARY KEY,
  at timestamptz(3) NOT NULL,
  actor_kind text NOT NULL,
  actor_id text,
  actor_name text NOT NULL,
  action text NOT NULL,
  object_kind text NOT NULL,
  object_id text NOT NULL,
  object_name text NOT NULL,
  team_id uuid,
  request_id bigint,
  before jsonb,
  after jsonb,
  reason text,
  canonical text NOT NULL,
  previous_hash text NOT NULL,
  hash text NOT NULL
);
CREATE INDEX audit_events_object_idx ON audit_events (object_kind, object_id, number DESC);
CREATE INDEX audit_events_request_idx ON audit_events (request_id, number DESC) WHERE request_id IS NOT NULL;
CREATE INDEX audit_events_actor_idx ON audit_events (actor_id, number DESC);
CREATE INDEX audit_events_action_idx ON audit_events (action, number DESC);
CREATE INDEX audit_events_at_idx ON audit_events (at, number);

CREATE TABLE audit_head (
  id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  number bigint NOT NULL DEFAULT 0,
  hash text NOT NULL DEFAULT repeat('0', 64)
);
INSERT INTO audit_head DEFAULT VALUES;

CREATE TRIGGER audit_events_immutable BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The only way in. `events` are the RFC 8785 texts of the event bodies, in order. The hashed text wraps a body with its place in the
-- chain; its keys are in RFC 8785 order already (at, event, number, previousHash), so the whole is RFC 8785 text again.
CREATE FUNCTION audit_append(events text[]) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  head audit_head%ROWTYPE;
  body text;
  event jsonb;
  written timestamptz(3) := clock_timestamp();
  stamp text;
  whole text;
BEGIN
  SELECT * INTO STRICT head FROM audit_head WHERE id = 1 FOR UPDATE;
  stamp := to_char(written AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
  FOREACH body IN ARRAY events LOOP
    event := body::jsonb;
    head.number := head.number + 1;
    whole := format('{"at":"%s","event":%s,"number":"%s","previousHash":"%s"}', stamp, body, head.number, head.hash);
    INSERT INTO audit_events VALUES (
      head.number, written, event #>> '{actor,kind}', event #>> '{actor,id}', event #>> '{actor,name}', event ->> 'action',
      event #>> '{object,kind}', event #>> '{object,id}', event #>> '{object,name}', (event ->> 'teamId')::uuid,
      (event ->> 'requestId')::bigint, nullif(event -> 'before', 'null'), nullif(event -> 'after', 'null'), event ->> 'reason',
      whole, head.hash, encode(sha256(convert_to(whole, 'UTF8')), 'hex')
    ) RETURNING hash INTO head.hash;
  END LOOP;
  UPDATE audit_head SET number = head.number, hash = head.hash WHERE id = 1;
  RETURN head.number;
END $$;

-- Grants ---------------------------------------------------------------------------------------------------------------

GRANT USAGE ON SCHEMA public TO headgate_web, headgate_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO headgate_web;
GRANT EXECUTE ON FUNCTION audit_append(text[]) TO headgate_web, headgate_worker;
GRANT EXECUTE ON FUNCTION topic_retry(uuid) TO headgate_web;

GRANT INSERT, UPDATE ON users, identities, sessions, api_tokens, teams, memberships, requests, approvals, topics, name_reservations TO headgate_web;
GRANT INSERT ON team_prefixes, request_comments, policies, policy_revisions TO headgate_web;
GRANT DELETE ON teams, memberships, team_prefixes, name_reservations TO headgate_web;
GRANT UPDATE ON installation TO headgate_web;
GRANT UPDATE (kafka_cluster_id, version) ON clusters TO headgate_web;
GRANT INSERT, UPDATE, DELETE ON rate_limits, idempotency_keys TO headgate_web;

GRANT SELECT ON clusters, cluster_status, cluster_leases, worker_heartbeats, topics, topic_status, topic_observations, topic_figures,
  requests, name_reservations TO headgate_worker;
GRANT INSERT, UPDATE ON clusters, cluster_status, cluster_leases, worker_heartbeats, topic_observations, topic_figures TO headgate_worker;
GRANT UPDATE ON topic_status TO headgate_worker;
GRANT DELETE ON cluster_leases, worker_heartbeats, topic_observations, topic_figures, name_reservations TO headgate_worker;
GRANT UPDATE (state, ended_at, outcome, version) ON requests TO headgate_worker;
