-- A team that owns nothing any more can be removed; what was asked and decided in its name stays on record and names it. Nobody is in it, no list shows
-- it, and its short name is not given to another team, so that the record keeps its meaning.
ALTER TABLE teams ADD COLUMN removed_at timestamptz(3);

-- Removal takes the team's row first, as whoever asks or decides in its name does; a removed team can therefore never own anything again.
CREATE FUNCTION team_is_not_removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM teams WHERE id = NEW.team_id AND removed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'team % is removed', NEW.team_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER topics_of_a_team BEFORE INSERT OR UPDATE OF team_id ON topics FOR EACH ROW EXECUTE FUNCTION team_is_not_removed();
CREATE TRIGGER subjects_of_a_team BEFORE INSERT OR UPDATE OF team_id ON subjects FOR EACH ROW EXECUTE FUNCTION team_is_not_removed();
CREATE TRIGGER applications_of_a_team BEFORE INSERT OR UPDATE OF team_id ON applications FOR EACH ROW EXECUTE FUNCTION team_is_not_removed();
CREATE TRIGGER prefixes_of_a_team BEFORE INSERT ON team_prefixes FOR EACH ROW EXECUTE FUNCTION team_is_not_removed();
CREATE TRIGGER members_of_a_team BEFORE INSERT ON memberships FOR EACH ROW EXECUTE FUNCTION team_is_not_removed();
