-- Writing a thousand rows at a time: the same results with less work for each.

-- The only way in, as before; the chain is computed first, and its rows go in by one statement, while the head is locked for less long.
CREATE OR REPLACE FUNCTION audit_append(events text[]) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  head audit_head%ROWTYPE;
  first bigint;
  body text;
  whole text;
  written timestamptz(3) := clock_timestamp();
  stamp text := to_char(written AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
  wholes text[] := '{}';
  previous text[] := '{}';
  hashes text[] := '{}';
BEGIN
  SELECT * INTO STRICT head FROM audit_head WHERE id = 1 FOR UPDATE;
  first := head.number;
  FOREACH body IN ARRAY events LOOP
    head.number := head.number + 1;
    whole := format('{"at":"%s","event":%s,"number":"%s","previousHash":"%s"}', stamp, body, head.number, head.hash);
    wholes := wholes || whole;
    previous := previous || head.hash;
    head.hash := encode(sha256(convert_to(whole, 'UTF8')), 'hex');
    hashes := hashes || head.hash;
  END LOOP;
  INSERT INTO audit_events
  SELECT first + place, written, actor ->> 'kind', actor ->> 'id', actor ->> 'name', action, object ->> 'kind', object ->> 'id',
    object ->> 'name', "teamId", "requestId", before, after, reason, entry.whole, entry.previous, entry.hash
  FROM unnest(events, wholes, previous, hashes) WITH ORDINALITY AS entry(body, whole, previous, hash, place),
    jsonb_to_record(entry.body::jsonb) AS event(action text, actor jsonb, object jsonb, "teamId" uuid, "requestId" bigint, before jsonb,
      after jsonb, reason text)
  ORDER BY place;
  UPDATE audit_head SET number = head.number, hash = head.hash WHERE id = 1;
  RETURN head.number;
END $$;

-- What moved is told by comparing sets. A join of the two would be planned once per connection, for as few rows as the first call had, and
-- would compare each with each from then on.
CREATE OR REPLACE FUNCTION grants_updated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  moved uuid[];
BEGIN
  -- In one order, as everybody who locks several principals: an UPDATE alone takes them as it finds them.
  SELECT array_agg(id) INTO moved FROM (
    SELECT p.id FROM principals p WHERE p.ended_at IS NULL AND (p.application_id, p.cluster_slug) IN (
      SELECT application_id, cluster_slug FROM (
        SELECT id, application_id, cluster_slug, expires_at, state = 'ended' FROM touched
        EXCEPT SELECT id, application_id, cluster_slug, expires_at, state = 'ended' FROM before) AS differing)
    ORDER BY p.id FOR NO KEY UPDATE) AS locked;
  UPDATE principals SET generation = generation + 1 WHERE id = ANY(moved) AND ended_at IS NULL;
  RETURN NULL;
END $$;

-- Each of these looks rows up by their keys, whatever the planner believes about the size of a table that was empty when it last looked:
-- without this the first thousand topics are each compared with all others.
ALTER FUNCTION catalogue_refresh(text[], text[]) SET enable_seqscan = off;
ALTER FUNCTION catalogue_follow_observations() SET enable_seqscan = off;
ALTER FUNCTION catalogue_follow_status() SET enable_seqscan = off;

-- Every binding is written as attempted and again as applied; half a page of room keeps the second write out of the indexes.
ALTER TABLE principal_bindings SET (fillfactor = 50);

-- Rows come by the hundred thousand, from the holder of the cluster's lease; clusters are never deleted.
ALTER TABLE principal_bindings DROP CONSTRAINT principal_bindings_cluster_slug_fkey;
ALTER TABLE acl_observations DROP CONSTRAINT acl_observations_cluster_slug_fkey;
