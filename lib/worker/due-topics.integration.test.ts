import { expect, it } from "vitest";
import { type Connection, sql } from "#lib/db/database";
import { findDueTopics } from "#lib/db/worker-stores/due-topics";
import { TopicBench } from "./test-topic-bench.ts";

const bench = TopicBench.prepare();

/** A connection that tells how a query would be done instead of doing it. */
function explaining(db: Connection): { db: Connection; plan: () => string } {
  let plan: unknown = null;
  const $queryRaw = async (strings: TemplateStringsArray, ...values: unknown[]) => {
    plan = await db.$queryRaw`EXPLAIN (FORMAT JSON) ${sql(strings, ...values)}`;
    return [];
  };
  const explained = new Proxy(db, {
    get: (target, key) => (key === "$queryRaw" ? $queryRaw : Reflect.get(target, key)),
  });
  return { db: explained, plan: () => JSON.stringify(plan) };
}

it("of topics with a history, only the approved requests are looked at", async () => {
  const { installation } = bench;
  const { owner } = installation;
  const names = Array.from({ length: 50 }, () => bench.named().name);
  await installation.approve(names.map((name) => bench.named({ name })));
  await bench.work();
  for (const name of names) await bench.decide.change(name, { partitions: 9 });
  await owner.$executeRaw`
    INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan, fingerprint,
      violations, risk, slots, partitions, topic_id, generation, lapses_at, ended_at)
    SELECT kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, 'withdrawn', patch, reason, plan, fingerprint, violations,
      risk, slots, partitions, topic_id, generation, lapses_at, now()
    FROM requests, generate_series(1, 20) WHERE kind = 'topic.change' AND state = 'approved'`;
  // What Postgres chooses it chooses by statistics; the others may be there or not by now.
  await owner.$executeRaw`ANALYZE`;
  const { db, plan } = explaining(installation.database.worker);
  await findDueTopics(db, "local", 1_000);
  expect(plan()).toContain("requests_approved_topic_idx");
});
