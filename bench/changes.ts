import type { Pool } from "pg";
import { CLUSTER, clearTopics } from "./approved-topics.ts";
import type { BareTopic } from "./bare-kafka.ts";
import { createPresent, manage } from "./present-topics.ts";
import { type Figure, ms, type Report, ratio } from "./report.ts";
import type { BenchStack } from "./stack.ts";
import { alternate, bareOf, median, medianRatio, type Pair, productOf, timed } from "./statistics.ts";
import { untilApplied } from "./until-counted.ts";

const PAIRS = 5;
/** Longer and longer, so that nothing is deleted and every round changes something. */
const FIRST_RETENTION_MS = 604_800_000;
const HOUR_MS = 3_600_000;

/** Approved changes of a tenth of the topics, from the worker's release to all of them applied, verified and audited. */
export async function measureChanges(stack: BenchStack): Promise<Report> {
  const samples: Record<string, Pair[]> = {};
  const figures: Figure[] = [];
  await clearTopics(stack);
  const managed: BareTopic[] = [];
  let retentionMs = FIRST_RETENTION_MS;
  const next = () => {
    retentionMs += HOUR_MS;
    return String(retentionMs);
  };
  for (const count of [1_000, 10_000]) {
    const more = await createPresent(stack, count - managed.length);
    await manage(stack, more);
    managed.push(...more);
    const changed = managed.slice(0, count / 10);
    // Nobody manages those that the bare side writes: there it would be drift.
    const foreign = (await createPresent(stack, changed.length)).map(({ name }) => name);
    const pairs = await alternate(
      PAIRS,
      () => changeApproved(stack, changed, next()),
      async () => {
        await stack.kafka.untilCalm();
        return timed(() => stack.kafka.setConfig(foreign, "retention.ms", next()));
      },
    );
    samples[`changes of ${changed.length} of ${count}`] = pairs;
    figures.push(figureOf(count, pairs));
  }
  await clearTopics(stack);
  return { title: "Approved changes", conditions: CONDITIONS, figures, samples };
}

const CONDITIONS = [
  `Topics of one partition and two settings; a longer \`retention.ms\` for a tenth of them; medians of ${PAIRS} alternating pairs, after one that is thrown away.`,
  "Product: from NOTIFY to an idle worker, all approvals committed, until every request is `applied`: a fresh look, the write, the read back, status, request and audit event.",
  "Bare: one `incrementalAlterConfigs` for as many topics that nobody manages. Before either the broker has shown what it had accepted: of a thousand changes it takes seconds to show the last.",
];

function figureOf(count: number, pairs: Pair[]): Figure {
  const compared = medianRatio(pairs);
  return {
    what: `${count / 10} of ${count.toLocaleString("en")} topics`,
    product: ms(median(pairs.map(productOf))),
    bare: ms(median(pairs.map(bareOf))),
    compared: ratio(compared),
    aim: "≤ 1.50 ×",
    met: compared <= 1.5,
  };
}

async function changeApproved(
  { database, kafka }: BenchStack,
  topics: readonly BareTopic[],
  to: string,
): Promise<number> {
  await kafka.untilCalm();
  // Told at once: a worker that looks by itself in between would have begun before the time does.
  const before = await commitChanges(database, topics, to);
  return timed(async () => {
    await database.query("SELECT pg_notify('headgate_work', $1)", [CLUSTER]);
    await untilApplied(database, before, topics.length);
  });
}

/** Commits approved requests for another retention, as the last approval of each would have left them. The worker is not told. */
async function commitChanges(database: Pool, topics: readonly BareTopic[], to: string): Promise<bigint> {
  const { rows } = await database.query<{ first: string }>(
    `WITH changed AS (UPDATE topics t SET config = t.config || jsonb_build_object('retention.ms', $2::text), generation = generation + 1
        WHERE t.cluster_slug = $3 AND t.name = ANY($1) RETURNING *),
      person AS (SELECT user_id AS id FROM identities WHERE subject = 'orders-developer@example.test'),
      asked AS (INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan, fingerprint,
          violations, risk, slots, partitions, topic_id, generation, lapses_at, decided_at)
        SELECT 'topic.change', $3, name, team_id, team_id, person.id, 'approved',
          jsonb_build_object('config', jsonb_build_object('retention.ms', $2::text)), 'measured',
          jsonb_build_object('object', jsonb_build_object('kind', 'topic', 'cluster', $3::text, 'name', name), 'topicId', NULL, 'basedOn', NULL,
            'changes', jsonb_build_array(jsonb_build_object('field', 'retention.ms', 'from', '604800000', 'to', $2::text, 'kind', 'neutral')),
            'refusals', '[]'::jsonb, 'effects', '[]'::jsonb),
          'measured', '[]', 'normal', '[]', 0, changed.id, changed.generation, now() + interval '30 days', now() FROM changed, person RETURNING id)
    SELECT min(id) - 1 AS first FROM asked`,
    [topics.map(({ name }) => name), to, CLUSTER],
  );
  return BigInt(rows[0]?.first ?? 0);
}
