import { setTimeout as sleep } from "node:timers/promises";
import { findGrants } from "#lib/db/worker-stores/due-principals";
import { bindingKey } from "#lib/domain/acl-binding";
import { sameConfigValue } from "#lib/domain/topic-config-value";
import { deriveBindings } from "#lib/plan/derive-bindings";
import type { FaultHarness } from "./test-fault-harness.ts";
import { inFull } from "./test-fault-others.ts";
import type { TestInstallation } from "./test-installation.ts";
import { bindingText, type ClusterSight } from "./test-outsider.ts";

type TopicEnd = {
  id: string;
  name: string;
  state: string;
  reason: string | null;
  deleting: boolean;
  blocked: boolean;
  kafkaTopicId: string | null;
  partitions: number;
  config: Record<string, string>;
  /** Keys that were managed once and are to be unset. */
  once: string[];
  created: number;
};

/** A broker that is behind shows what was; nobody acts any more, so it shows what is within this time. */
const CAUGHT_UP_WITHIN_MS = 10_000;

/** What is still not as it must be once every broker has had time to hear of everything. */
export async function untruthsAtRest(harness: FaultHarness, installation: TestInstallation): Promise<string[]> {
  const giveUp = performance.now() + CAUGHT_UP_WITHIN_MS;
  for (;;) {
    const wrong = await untruths(harness, installation);
    if (wrong.length === 0 || performance.now() > giveUp) return wrong;
    await sleep(200);
  }
}

/**
 * What is not as it must be when a history has come to rest, in words. Desired is what is observed, or the status says why not; what others made is
 * as they left it; requests have ended, or say why not; nothing of what is gone is left; and the audit trail is whole.
 */
async function untruths(harness: FaultHarness, installation: TestInstallation): Promise<string[]> {
  const sight = await harness.outsider.lookAround();
  const ids = new Map((await harness.outsider.admin.listTopics()).map(({ name, topicId }) => [name, topicId]));
  const topics = await topicsOf(harness, installation);
  const trail = await installation.verifyTrail();
  return [
    ...harness.history.violations,
    ...topics.flatMap((topic) => aboutTopic(topic, sight, ids.get(topic.name)).map((what) => `${topic.name}: ${what}`)),
    ...aboutDenials(topics, sight, harness),
    ...(await aboutForeign(harness, sight, new Set(ids.values()))),
    ...(await aboutRequests(harness, installation)),
    ...(await aboutAccess(harness, installation, sight)),
    ...(trail.ok ? [] : [`the audit trail is broken: ${JSON.stringify(trail)}`]),
  ];
}

function topicsOf({ slug }: FaultHarness, { owner }: TestInstallation): Promise<TopicEnd[]> {
  return owner.$queryRaw`
    SELECT t.id, t.name, s.state, s.reason, t.deleting_at IS NOT NULL AS deleting, t.blocked_at IS NOT NULL AS blocked,
      s.kafka_topic_id AS "kafkaTopicId", t.partitions, t.config,
      ARRAY(SELECT key FROM jsonb_object_keys(coalesce(s.last_applied #> '{spec,config}', '{}')) AS key WHERE NOT t.config ? key) AS once,
      (SELECT count(*)::int FROM audit_events e WHERE e.object_id = t.id::text AND e.action = 'topic.created-on-cluster') AS created
    FROM topics t JOIN topic_status s ON s.topic_id = t.id WHERE t.cluster_slug = ${slug} ORDER BY t.name`;
}

function aboutTopic(topic: TopicEnd, sight: ClusterSight, topicId: string | undefined): string[] {
  const { state, reason, deleting, created } = topic;
  const wrong: string[] = [];
  if (deleting) wrong.push(`its tombstone is still there (${reason})`);
  if (created > 1) wrong.push(`it was created ${created} times`);
  if (state === "pending") wrong.push("it is pending, and nothing is due");
  if (state !== "ready" && reason === null) wrong.push(`it is ${state} without a reason`);

  const differences = differencesOf(topic, sight, topicId);
  if (state === "ready") wrong.push(...differences.map((what) => `it is said to be ready, but ${what}`));
  if (state === "drifted" && differences.length === 0) wrong.push("it is said to be drifted, and nothing differs");
  if (state === "missing" && topicId === topic.kafkaTopicId) wrong.push("it is said to be missing, and is there");
  return wrong;
}

function differencesOf(topic: TopicEnd, { topics, acls }: ClusterSight, topicId: string | undefined): string[] {
  const live = topics.get(topic.name);
  if (!live || topicId === undefined) return ["it is not there"];
  const wrong: string[] = [];
  if (topicId !== topic.kafkaTopicId) wrong.push("it is another topic");
  if (live.partitions !== topic.partitions) wrong.push(`it has ${live.partitions} partitions, not ${topic.partitions}`);
  for (const key of new Set([...Object.keys(topic.config), ...topic.once])) {
    const [is, desired] = [live.config[key] ?? null, topic.config[key] ?? null];
    if (!sameConfigValue(key, is, desired)) wrong.push(`${key} is ${is}, not ${desired}`);
  }
  const denied = ["READ", "WRITE"].filter((operation) => acls.includes(denialOf(topic.name, operation)));
  if (denied.length !== (topic.blocked ? 2 : 0)) wrong.push(`denied is [${denied}]`);
  return wrong;
}

function denialOf(name: string, operation: string): string {
  return `User:* TOPIC LITERAL ${name} ${operation} DENY *`;
}

/** A successor of a topic is never denied because of the topic before it. */
function aboutDenials(topics: readonly TopicEnd[], { acls }: ClusterSight, { others }: FaultHarness): string[] {
  const blocked = topics.filter((topic) => topic.blocked && !topic.deleting);
  const allowed = new Set(blocked.flatMap(({ name }) => [denialOf(name, "READ"), denialOf(name, "WRITE")]));
  const left = acls.filter((acl) => acl.includes(" DENY ") && !allowed.has(acl) && !others.acls.has(acl));
  const states = new Map(topics.map(({ name, state, reason }) => [name, `${state} ${reason}`]));
  return left.map(
    (acl) => `left behind: ${acl} (the topic is ${states.get(acl.split(" ")[3] ?? "") ?? "not managed"})`,
  );
}

async function aboutForeign(harness: FaultHarness, sight: ClusterSight, ids: ReadonlySet<string>): Promise<string[]> {
  const wrong: string[] = [];
  for (const [name, left] of harness.others.topics) {
    const now = sight.topics.has(name) ? await inFull(harness.outsider, name) : "gone";
    if (now !== left) wrong.push(`${name} of somebody else was touched: ${left} is now ${now}`);
  }
  for (const text of harness.others.acls.keys())
    if (!sight.acls.includes(text)) wrong.push(`of somebody else, and gone: ${text}`);
  for (const [id, name] of harness.others.made)
    if (!ids.has(id)) wrong.push(`${name} (${id}) of somebody else was deleted`);
  for (const [key, value] of harness.others.unmanagedKeys) {
    const [name = "", field = ""] = key.split(" ");
    const live = sight.topics.get(name);
    if (live && live.config[field] !== value) wrong.push(`${key} is ${live.config[field]}; somebody else set ${value}`);
  }
  return wrong;
}

/** Approved and not carried out is only what waits for a person, and says for what. */
async function aboutRequests({ slug }: FaultHarness, { owner }: TestInstallation): Promise<string[]> {
  const open = await owner.$queryRaw<{ id: bigint; kind: string; name: string; state: string | null }[]>`
    SELECT r.id, r.kind, r.object_name AS name, coalesce(s.state, p.state, g.state) AS state
    FROM requests r LEFT JOIN topic_status s ON s.topic_id = r.topic_id LEFT JOIN principal_status p ON p.principal_id = r.principal_id
      LEFT JOIN grant_status g ON g.grant_id = r.grant_id
    WHERE r.cluster_slug = ${slug} AND r.state = 'approved' AND (coalesce(s.state, p.state, g.state) IS NULL
      OR coalesce(s.state, p.state, g.state) NOT IN ('blocked', 'missing') OR coalesce(s.reason, p.reason, g.reason) IS NULL)`;
  return open.map(
    ({ id, kind, name, state }) => `request ${id} (${kind} ${name}) is still approved, and its object is ${state}`,
  );
}

type PrincipalEnd = { applicationId: string; name: string; state: string; missing: unknown[][] };

async function aboutAccess(
  { slug }: FaultHarness,
  { owner }: TestInstallation,
  { acls }: ClusterSight,
): Promise<string[]> {
  const principals = await owner.$queryRaw<PrincipalEnd[]>`
    SELECT p.application_id AS "applicationId", p.name, s.state,
      coalesce((SELECT json_agg(json_build_array('User:' || p.name, resource_type, pattern_type, resource_name, operation, permission_type, host))
        FROM principal_bindings b WHERE b.principal_id = p.id AND b.state = 'missing'), '[]') AS missing
    FROM principals p JOIN principal_status s ON s.principal_id = p.id WHERE p.cluster_slug = ${slug} ORDER BY p.name`;
  const grants = await findGrants(
    owner,
    slug,
    principals.map(({ applicationId }) => applicationId),
  );
  const live = grants.filter((grant) => grant.live);
  return principals.flatMap(({ name, state, missing }) => {
    const lost = new Set(missing.map((key) => JSON.stringify(key)));
    const wanted = deriveBindings(
      live.map(({ terms }) => terms),
      `User:${name}`,
    ).filter((binding) => !lost.has(bindingKey(binding)));
    const is = acls.filter((acl) => acl.startsWith(`User:${name} `));
    const should = wanted.map(bindingText).sort();
    if (JSON.stringify(is) === JSON.stringify(should)) return [];
    return [`${name} (${state}) has [${is.join("; ")}] instead of [${should.join("; ")}]`];
  });
}
