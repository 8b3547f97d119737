-- One decision may take over thousands of topics. A call for each row that it makes due took a quarter of the time.
CREATE FUNCTION topics_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO topic_status (topic_id, cluster_slug, due_at) SELECT id, cluster_slug, now() FROM touched;
  RETURN NULL;
END $$;
DROP TRIGGER topic_due_insert ON topics;
CREATE TRIGGER topic_due_insert AFTER INSERT ON topics REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION topics_due();
