-- A reset that was begun, and whose answer nobody saw, may be done, also where it waits for a person since: the group may consume from there on. What the
-- cluster refused as a whole counts as not begun, which the worker says by leaving nothing in "before".
CREATE OR REPLACE FUNCTION offset_reset_cancel(request bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE offset_resets SET due_at = NULL WHERE request_id = request AND state <> 'done' AND before IS NULL;
  RETURN FOUND;
END $$;

-- Resolving drift has permissions of its own: tokens that could ask for it go on to.
UPDATE api_tokens SET permissions = permissions || '{principal.resolve-drift}'
  WHERE 'principal.request' = ANY (permissions) AND 'principal.resolve-drift' <> ALL (permissions);
UPDATE api_tokens SET permissions = permissions || '{subject.revert}'
  WHERE 'schema.request' = ANY (permissions) AND 'subject.revert' <> ALL (permissions);
