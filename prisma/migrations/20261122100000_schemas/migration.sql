-- Schemas: subjects of a registry as managed objects, what was seen in the registry, questions to live systems (probes), and the readers who
-- acknowledge what a change takes from them. As before: web writes what is desired, the worker what it saw and did.

-- The registry of a cluster --------------------------------------------------------------------------------------------

-- Whether the worker was told of a registry for it.
ALTER TABLE clusters ADD COLUMN registry_url text;

CREATE TABLE registry_status (
  cluster_slug text PRIMARY KEY REFERENCES clusters (slug),
  condition text NOT NULL DEFAULT 'unknown' CHECK (condition IN ('unknown', 'reachable', 'unreachable')),
  condition_since timestamptz(3) NOT NULL DEFAULT now(),
  message text NOT NULL DEFAULT '',
  -- What the server can do: RegistryDescription.
  description jsonb,
  subject_count integer,
  seen_at timestamptz(3),
  sweep_ms integer
);

-- Subjects: desired ----------------------------------------------------------------------------------------------------

CREATE TABLE subjects (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  name text COLLATE "C" NOT NULL,
  team_id uuid NOT NULL REFERENCES teams (id),
  -- The topic whose records it describes; null for one that belongs to its team by prefix.
  topic_name text COLLATE "C",
  part text CHECK (part IN ('key', 'value')),
  strategy text NOT NULL CHECK (strategy IN ('TopicNameStrategy', 'RecordNameStrategy', 'TopicRecordNameStrategy')),
  schema_type text NOT NULL CHECK (schema_type IN ('AVRO', 'JSON', 'PROTOBUF')),
  compatibility text NOT NULL CHECK (compatibility IN ('BACKWARD', 'BACKWARD_TRANSITIVE', 'FORWARD', 'FORWARD_TRANSITIVE', 'FULL',
    'FULL_TRANSITIVE', 'NONE')),
  -- Decided to go: softly first, for good only by a second decision. The row stays as its tombstone, and is used again for a new schema.
  deletion text CHECK (deletion IN ('soft', 'permanent')),
  generation integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  UNIQUE (cluster_slug, name)
);
CREATE INDEX subjects_team_idx ON subjects (team_id);
CREATE INDEX subjects_topic_idx ON subjects (cluster_slug, topic_name) WHERE topic_name IS NOT NULL;

CREATE TABLE subject_versions (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  subject_id uuid NOT NULL REFERENCES subjects (id),
  -- The order in which they are registered. Not the registry's number, which is known only once it has answered.
  ordinal integer NOT NULL,
  schema_type text NOT NULL CHECK (schema_type IN ('AVRO', 'JSON', 'PROTOBUF')),
  schema text NOT NULL,
  refs jsonb NOT NULL DEFAULT '[]',
  hash text NOT NULL,
  -- Registered although it is incompatible: the level is lowered for it and restored.
  forced boolean NOT NULL DEFAULT false,
  desired text NOT NULL DEFAULT 'registered' CHECK (desired IN ('registered', 'deleted', 'purged')),
  -- The registry's number, where it was there before it became ours.
  adopted_version integer,
  -- The request that brought it; null where it was adopted with the whole subject.
  request_id bigint REFERENCES requests (id),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (subject_id, ordinal)
);
CREATE INDEX subject_versions_request_idx ON subject_versions (request_id) WHERE request_id IS NOT NULL;

-- Subjects: status -----------------------------------------------------------------------------------------------------

CREATE TABLE subject_status (
  subject_id uuid PRIMARY KEY REFERENCES subjects (id),
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  observed_generation integer NOT NULL DEFAULT 0,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'ready', 'blocked', 'drifted', 'deleted', 'purged')),
  reason text,
  message text NOT NULL DEFAULT '',
  state_since timestamptz(3) NOT NULL DEFAULT now(),
  due_at timestamptz(3),
  attempt integer NOT NULL DEFAULT 0,
  verified_at timestamptz(3),
  applied_compatibility text,
  -- Committed before the level is lowered for a forced registration: whoever comes next restores it.
  level_lowered_at timestamptz(3),
  -- What differs: [{ field, desired, applied, observed }].
  drift jsonb NOT NULL DEFAULT '[]'
);
CREATE INDEX subject_status_due_idx ON subject_status (cluster_slug, due_at) WHERE due_at IS NOT NULL;

CREATE TABLE subject_version_status (
  version_id uuid PRIMARY KEY REFERENCES subject_versions (id),
  subject_id uuid NOT NULL REFERENCES subjects (id),
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'registered', 'blocked', 'missing', 'deleted', 'purged')),
  reason text,
  message text NOT NULL DEFAULT '',
  state_since timestamptz(3) NOT NULL DEFAULT now(),
  -- Committed before the first call.
  attempted_at timestamptz(3),
  registry_version integer,
  schema_id integer,
  verified_at timestamptz(3)
);
CREATE INDEX subject_version_status_subject_idx ON subject_version_status (subject_id);

-- What was seen in the registry ----------------------------------------------------------------------------------------

CREATE TABLE subject_observations (
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  name text COLLATE "C" NOT NULL,
  -- The level in force, and whether the subject was given it; null where the registry cannot tell.
  compatibility text NOT NULL,
  own_level boolean,
  latest_version integer NOT NULL,
  -- As of its latest version.
  schema_type text NOT NULL,
  first_seen_at timestamptz(3) NOT NULL DEFAULT now(),
  changed_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (cluster_slug, name)
);
CREATE TABLE subject_version_observations (
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  name text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  schema_id integer NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  first_seen_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (cluster_slug, name, version)
);
CREATE INDEX subject_version_observations_schema_idx ON subject_version_observations (cluster_slug, schema_id);

-- A schema by its id never changes: it is read once. `hash` and `fields` are null where its text could not be understood (`problem` says why).
CREATE TABLE schema_observations (
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  schema_id integer NOT NULL,
  schema_type text NOT NULL,
  schema text NOT NULL,
  refs jsonb NOT NULL DEFAULT '[]',
  hash text,
  record_name text,
  fields jsonb,
  problem text,
  PRIMARY KEY (cluster_slug, schema_id)
);

-- Fields of the latest version of each subject, to be found by name and documentation.
CREATE TABLE subject_fields (
  cluster_slug text NOT NULL,
  name text COLLATE "C" NOT NULL,
  position integer NOT NULL,
  path text NOT NULL,
  type text NOT NULL,
  doc text NOT NULL,
  tags text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (cluster_slug, name, position),
  FOREIGN KEY (cluster_slug, name) REFERENCES subject_observations (cluster_slug, name) ON DELETE CASCADE
);
CREATE INDEX subject_fields_path_idx ON subject_fields USING gin (lower(path) gin_trgm_ops);
CREATE INDEX subject_fields_doc_idx ON subject_fields USING gin (lower(doc) gin_trgm_ops);
CREATE INDEX subject_observations_name_idx ON subject_observations USING gin (lower(name) gin_trgm_ops);

-- What the registry itself said about a schema for a subject, by the level and the latest version of that moment.
CREATE TABLE compatibility_verdicts (
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  subject text COLLATE "C" NOT NULL,
  hash text NOT NULL,
  base_version integer NOT NULL,
  level text NOT NULL,
  compatible boolean NOT NULL,
  messages jsonb NOT NULL DEFAULT '[]',
  judged_at timestamptz(3) NOT NULL,
  PRIMARY KEY (cluster_slug, subject, hash)
);
CREATE INDEX compatibility_verdicts_judged_idx ON compatibility_verdicts (judged_at);

-- Probes: questions to a live system that the worker answers, and that are forgotten soon -------------------------------

CREATE TABLE probes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  cluster_slug text NOT NULL REFERENCES clusters (slug),
  kind text NOT NULL CHECK (kind IN ('compatibility', 'sample')),
  question jsonb NOT NULL,
  asked_by uuid NOT NULL REFERENCES users (id),
  asked_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  -- After it nobody gets the answer any more, and the row goes.
  expires_at timestamptz(3) NOT NULL,
  answered_at timestamptz(3),
  -- { ok: true, value } or { ok: false, message }.
  answer jsonb
);
CREATE INDEX probes_open_idx ON probes (cluster_slug, asked_at) WHERE answered_at IS NULL;
CREATE INDEX probes_expiry_idx ON probes (expires_at);
CREATE INDEX probes_asker_idx ON probes (asked_by, asked_at);

-- Requests about subjects ----------------------------------------------------------------------------------------------

ALTER TABLE requests DROP CONSTRAINT requests_kind_check;
ALTER TABLE requests ADD CONSTRAINT requests_kind_check CHECK (kind IN ('topic.create', 'access.create', 'access.renew',
  'principal.create', 'principal.quota', 'principal.revert', 'acl.remove', 'schema.register', 'subject.compatibility', 'subject.adopt',
  'subject.revert', 'subject.delete'));
ALTER TABLE requests ADD COLUMN subject_id uuid REFERENCES subjects (id);
CREATE INDEX requests_subject_idx ON requests (subject_id, id DESC) WHERE subject_id IS NOT NULL;
-- One open request of a kind per subject, also one that is not there yet.
CREATE UNIQUE INDEX requests_open_schema_once ON requests (cluster_slug, object_name, kind)
  WHERE state = 'submitted' AND kind IN ('schema.register', 'subject.compatibility', 'subject.adopt', 'subject.revert', 'subject.delete');
-- Teams whose programs read what would change: they see the request and acknowledge it.
ALTER TABLE requests ADD COLUMN reader_team_ids uuid[] NOT NULL DEFAULT '{}';
CREATE INDEX requests_readers_idx ON requests USING gin (reader_team_ids) WHERE reader_team_ids <> '{}';

-- The end of a topic, announced: until when it is written, and what takes its place.
ALTER TABLE topics ADD COLUMN ending_at timestamptz(3);
ALTER TABLE topics ADD COLUMN successor text;
ALTER TABLE topics ADD COLUMN ending_reason text;

-- Due at once ----------------------------------------------------------------------------------------------------------

CREATE FUNCTION subject_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO subject_status (subject_id, cluster_slug, due_at) VALUES (NEW.id, NEW.cluster_slug, clock_timestamp())
  ON CONFLICT (subject_id) DO UPDATE SET due_at = clock_timestamp(), attempt = 0;
  RETURN NULL;
END $$;
CREATE TRIGGER subject_due_insert AFTER INSERT ON subjects FOR EACH ROW EXECUTE FUNCTION subject_due();
CREATE TRIGGER subject_due_update AFTER UPDATE OF generation ON subjects FOR EACH ROW
  WHEN (NEW.generation <> OLD.generation) EXECUTE FUNCTION subject_due();

CREATE FUNCTION subject_version_made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO subject_version_status (version_id, subject_id, registry_version) VALUES (NEW.id, NEW.subject_id, NEW.adopted_version);
  RETURN NULL;
END $$;
CREATE TRIGGER subject_version_made AFTER INSERT ON subject_versions FOR EACH ROW EXECUTE FUNCTION subject_version_made();

-- A person asks the worker to try again what is blocked. Nothing about what is desired changes.
CREATE FUNCTION subject_retry(subject uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  -- The subject before its versions, as the worker does.
  UPDATE subject_status SET due_at = clock_timestamp(), attempt = 0 WHERE subject_id = subject;
  UPDATE subject_version_status SET state = 'pending', reason = NULL, message = '', state_since = clock_timestamp()
  WHERE subject_id = subject AND state = 'blocked';
$$;

-- Grants of privileges -------------------------------------------------------------------------------------------------

GRANT SELECT ON registry_status, subjects, subject_versions, subject_status, subject_version_status, subject_observations,
  subject_version_observations, schema_observations, subject_fields, compatibility_verdicts, probes TO headgate_web, headgate_worker;
GRANT INSERT, UPDATE ON subjects, subject_versions TO headgate_web;
GRANT INSERT (cluster_slug, kind, question, asked_by, expires_at) ON probes TO headgate_web;
GRANT EXECUTE ON FUNCTION subject_retry(uuid) TO headgate_web;

GRANT INSERT, UPDATE, DELETE ON registry_status, subject_observations, subject_version_observations, schema_observations, subject_fields,
  compatibility_verdicts TO headgate_worker;
GRANT UPDATE ON subject_status, subject_version_status TO headgate_worker;
GRANT UPDATE (answer, answered_at) ON probes TO headgate_worker;
GRANT DELETE ON probes TO headgate_worker;
