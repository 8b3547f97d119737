-- An approved reset of offsets that waits for a person, or for the cluster, can be taken back like a change of a topic. One that the worker has begun,
-- and whose answer nobody saw, cannot: it may be done.
CREATE FUNCTION offset_reset_cancel(request bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE offset_resets SET due_at = NULL WHERE request_id = request AND (state = 'blocked' OR (state = 'pending' AND before IS NULL));
  RETURN FOUND;
END $$;
GRANT EXECUTE ON FUNCTION offset_reset_cancel(bigint) TO headgate_web;

-- Permissions that tokens were given by other names: what lets a topic's change be taken back does so for a reset, trying again is its own, and so is
-- seeing what could be imported.
UPDATE api_tokens SET permissions = array_replace(permissions, 'topic.cancel-change', 'request.cancel');
UPDATE api_tokens SET permissions = permissions || '{request.retry}' WHERE 'acl.request-removal' = ANY (permissions);
UPDATE api_tokens SET permissions = permissions || '{import.read}' WHERE 'topic.import' = ANY (permissions);
