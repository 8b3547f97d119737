-- What budgets count of a topic whose fields are desired as they were last applied again: the estimate of what was approved does not stand any more.
-- Only of the generation that was restored, so that nothing that was decided since is overwritten.
CREATE FUNCTION topic_recount(topic uuid, restored integer, bytes bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE topics SET estimated_bytes = bytes WHERE id = topic AND generation = restored;
$$;
GRANT EXECUTE ON FUNCTION topic_recount(uuid, integer, bigint) TO headgate_worker;
