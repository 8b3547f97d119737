-- What the worker removes when it is over: an index to find it by, and the right to remove that much.

CREATE INDEX sessions_expiry_idx ON sessions (expires_at);
CREATE INDEX outbox_events_expanded_idx ON outbox_events (expanded_at) WHERE expanded_at IS NOT NULL;
GRANT DELETE ON outbox_events TO headgate_worker;

-- Sessions and webhooks are web's. The worker removes those that are over for so long, at most so many at once, and can touch no others; what another
-- worker removes this moment is left to it. They answer how many.
CREATE FUNCTION sessions_forget(most integer) RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH removed AS (
    DELETE FROM sessions WHERE id = ANY (ARRAY(SELECT id FROM sessions WHERE expires_at < now() - interval '1 day' LIMIT most FOR UPDATE SKIP LOCKED))
    RETURNING id)
  SELECT count(*)::integer FROM removed;
$$;

-- With its sealed secret. As long as one of its deliveries is kept, so is the webhook.
CREATE FUNCTION webhooks_forget(most integer) RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH removed AS (
    DELETE FROM webhooks WHERE id = ANY (ARRAY(SELECT id FROM webhooks w WHERE deleted_at < now() - interval '90 days'
      AND NOT EXISTS (SELECT FROM outbox_deliveries d WHERE d.webhook_id = w.id) LIMIT most FOR UPDATE SKIP LOCKED))
    RETURNING id)
  SELECT count(*)::integer FROM removed;
$$;

GRANT EXECUTE ON FUNCTION sessions_forget(integer), webhooks_forget(integer) TO headgate_worker;
