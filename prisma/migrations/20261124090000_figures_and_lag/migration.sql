-- Where topics end, how fast they are written, how far behind each group is in each partition, and how that went over the last days.

-- The figures of all topics, and the groups, were last read at these times: rows that did not change since are as old as that, not as their own.
ALTER TABLE cluster_status ADD COLUMN figures_at timestamptz(3), ADD COLUMN groups_at timestamptz(3);

-- Sums over the partitions, and rates over the last minutes; null until two measurements are there to compare.
ALTER TABLE topic_figures
  ADD COLUMN start_offset bigint,
  ADD COLUMN end_offset bigint,
  ADD COLUMN records_per_second double precision,
  -- Before replication.
  ADD COLUMN bytes_per_second double precision,
  -- When the end offset was last seen to move; of a topic that was never seen to move, when it was first measured.
  ADD COLUMN moved_at timestamptz(3);

-- Null until the group is seen again.
ALTER TABLE group_observations ADD COLUMN type text CHECK (type IN ('classic', 'consumer', 'share', 'streams'));

-- By partition index; null where nothing is committed, or nobody told where the partition ends.
ALTER TABLE group_topics
  ADD COLUMN committed_offsets bigint[] NOT NULL DEFAULT '{}',
  ADD COLUMN lags bigint[] NOT NULL DEFAULT '{}';

-- How far behind a group was, at most every five minutes, and only when that changed: a point holds until the next one. A lag that is null was
-- unknown from then on. By day, so that a day that is over goes as a whole.
CREATE TABLE group_lag_history (
  cluster_slug text NOT NULL,
  topic text COLLATE "C" NOT NULL,
  group_id text COLLATE "C" NOT NULL,
  at timestamptz(3) NOT NULL,
  lag bigint,
  PRIMARY KEY (cluster_slug, topic, group_id, at)
) PARTITION BY RANGE (at);

-- Makes the days that points are about to be written to, today and tomorrow, and drops those that are more than seven days old. Days are UTC's.
CREATE FUNCTION group_lag_days() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  today date := (clock_timestamp() AT TIME ZONE 'UTC')::date;
  day date;
  old regclass;
BEGIN
  -- Workers of several clusters may ask at once.
  PERFORM pg_advisory_xact_lock(hashtext('group_lag_days'));
  FOREACH day IN ARRAY ARRAY[today, today + 1] LOOP
    -- Asked first, because making a partition locks the whole table.
    IF to_regclass(format('public.group_lag_history_%s', to_char(day, 'YYYYMMDD'))) IS NULL THEN
      EXECUTE format('CREATE TABLE public.group_lag_history_%s PARTITION OF public.group_lag_history FOR VALUES FROM (%L) TO (%L)',
        to_char(day, 'YYYYMMDD'), format('%s 00:00:00+00', day), format('%s 00:00:00+00', day + 1));
    END IF;
  END LOOP;
  FOR old IN
    SELECT inhrelid::regclass FROM pg_inherits JOIN pg_class ON oid = inhrelid
    WHERE inhparent = 'public.group_lag_history'::regclass AND to_date(right(relname, 8), 'YYYYMMDD') < today - 7
  LOOP
    EXECUTE format('DROP TABLE %s', old);
  END LOOP;
END $$;

GRANT SELECT ON group_lag_history TO headgate_web;
GRANT SELECT, INSERT, DELETE ON group_lag_history TO headgate_worker;
GRANT EXECUTE ON FUNCTION group_lag_days() TO headgate_worker;
