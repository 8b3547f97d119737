import type { NewTopic } from "#lib/kafka/cluster-admin";
import { consume, produce, type TestAccess } from "./test-access.ts";
import type { SeededHistory } from "./test-history.ts";
import type { TestInstallation } from "./test-installation.ts";
import type { TopicDecisions } from "./test-topic-life.ts";

const RETENTIONS = ["3600000", "86400000", "604800000", "2592000000", null];
const NAMES = Array.from({ length: 14 }, (_, index) => `orders.topic-${index}.v1`);
/** What no broker of these takes; each is approved among good ones. */
const IMPOSSIBLE: Omit<NewTopic, "name">[] = [
  { partitions: 1, replicationFactor: 5, config: {} },
  { partitions: 1, replicationFactor: 1, config: { "retention.ms": "-7" } },
  { partitions: 1, replicationFactor: 1, config: { "cleanup.policy": "shred" } },
];

type Parts = {
  installation: TestInstallation;
  slug: string;
  decide: TopicDecisions;
  access: TestAccess;
  history: Pick<SeededHistory<string>, "pick" | "chance">;
};
type Row = { name: string; blocked: boolean; drift: { field: string }[]; partitions: number };

/** What people decide in a random history of faults, as web writes it: about topics, and about access to them. */
export class FaultActions {
  readonly #parts: Parts;
  #applicationId = "";
  #approved = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    const { access, slug } = this.#parts;
    this.#applicationId = await access.application(`${slug}-application`);
    await access.principal(this.#applicationId, `${slug}-user`, { password: "password" });
    await access.principal(this.#applicationId, `CN=${slug}`);
    await this.approve();
  }

  /** Some new topics, often with one among them that the broker refuses. */
  async approve(): Promise<void> {
    const { installation, slug, history } = this.#parts;
    const taken = await installation.owner.$queryRaw<
      { name: string }[]
    >`SELECT name FROM topics WHERE cluster_slug = ${slug}`;
    const free = NAMES.filter((name) => !taken.some((topic) => topic.name === name));
    const topics: NewTopic[] = free.slice(0, 3).map((name) => ({ name, ...this.#spec() }));
    if (history.chance(0.4)) {
      this.#approved += 1;
      topics.push({ name: `orders.impossible-${this.#approved}.v1`, ...history.pick(IMPOSSIBLE) });
    }
    if (topics.length > 0) await installation.approve(topics, slug);
  }

  async change(): Promise<void> {
    const { decide, history } = this.#parts;
    const topic = await this.#one("true");
    if (!topic) return;
    if (history.chance(0.3)) await decide.change(topic.name, { partitions: topic.partitions + 1 });
    else await decide.change(topic.name, { config: { "retention.ms": history.pick(RETENTIONS) } });
  }

  async blockOrUnblock(): Promise<void> {
    const { decide, history } = this.#parts;
    const topic = await this.#one("true");
    if (topic?.blocked && history.chance(0.7)) await decide.unblock(topic.name);
    else if (topic && !topic.blocked) await decide.block(topic.name);
  }

  async delete(): Promise<void> {
    const { decide, installation, slug, access, history } = this.#parts;
    const topic = (history.chance(0.5) ? await this.#lost() : undefined) ?? (await this.#one("true"));
    if (!topic) return;
    const grants = await installation.owner.$queryRaw<{ id: string }[]>`
      SELECT id FROM grants WHERE cluster_slug = ${slug} AND resource_name = ${topic.name} AND state <> 'ended'`;
    for (const { id } of grants) await access.revoke(id);
    await decide.delete(topic.name);
  }

  async resolveDrift(): Promise<void> {
    const { decide, history } = this.#parts;
    const topic = await this.#one("s.state = 'drifted'");
    if (!topic) return;
    const fields = topic.drift.map(({ field }) => field);
    const adoptable = fields.filter((field) => field !== "blocked");
    const revertible = fields.filter((field) => field !== "partitions");
    if (history.chance(0.5) && adoptable.length > 0) await decide.adopt(topic.name, adoptable);
    else if (revertible.length > 0) await decide.revert(topic.name, revertible);
  }

  /** Topics of others become the team's. Answers which. */
  async import(): Promise<string[]> {
    const { installation, slug, decide, history } = this.#parts;
    const unmanaged = await installation.owner.$queryRaw<{ name: string }[]>`
      SELECT o.name FROM topic_observations o WHERE o.cluster_slug = ${slug} AND o.name LIKE 'foreign.%'
        AND NOT EXISTS (SELECT FROM topics t WHERE t.cluster_slug = o.cluster_slug AND t.name = o.name) ORDER BY o.name`;
    const names = unmanaged.map(({ name }) => name).filter(() => history.chance(0.4));
    if (names.length > 0) await decide.adoptAll(names);
    return names;
  }

  async grant(): Promise<void> {
    const { access, history, installation, slug } = this.#parts;
    const topic = await this.#one("true");
    if (!topic) return;
    const terms = history.chance(0.5) ? produce(topic.name) : consume(topic.name);
    const [same] = await installation.owner.$queryRaw<unknown[]>`
      SELECT FROM grants WHERE cluster_slug = ${slug} AND state <> 'ended' AND operation = ${terms.operation} AND resource_name = ${topic.name}`;
    if (!same) await access.grant(this.#applicationId, terms);
  }

  async endGrant(): Promise<void> {
    const { access, history, installation, slug } = this.#parts;
    const live = await installation.owner.$queryRaw<{ id: string }[]>`
      SELECT id FROM grants WHERE cluster_slug = ${slug} AND state <> 'ended' ORDER BY resource_name, operation, id`;
    const one = history.pick(live);
    if (one && history.chance(0.5)) await access.revoke(one.id);
    else if (one)
      await installation.owner.$executeRaw`UPDATE grants SET expires_at = clock_timestamp() WHERE id = ${one.id}::uuid`;
  }

  async retry(): Promise<void> {
    const { installation, slug } = this.#parts;
    await installation.owner.$executeRaw`
      SELECT topic_retry(topic_id) FROM topic_status WHERE cluster_slug = ${slug} AND state = 'blocked'`;
    await installation.owner.$executeRaw`
      SELECT principal_retry(principal_id) FROM principal_status WHERE cluster_slug = ${slug} AND state = 'blocked'`;
  }

  #spec(): Omit<NewTopic, "name"> {
    const { history } = this.#parts;
    const config: Record<string, string> = history.chance(0.7) ? { "retention.ms": "604800000" } : {};
    return { partitions: history.pick([1, 2, 3]), replicationFactor: 1, config };
  }

  /** A topic of ours that is gone, or whose name is somebody else's topic by now: people give it up. */
  async #lost(): Promise<{ name: string } | undefined> {
    const { installation, slug, history } = this.#parts;
    const rows = await installation.owner.$queryRaw<{ name: string }[]>`
      SELECT t.name FROM topics t JOIN topic_status s ON s.topic_id = t.id WHERE t.cluster_slug = ${slug} AND t.deleting_at IS NULL
        AND s.last_applied IS NOT NULL AND (s.state = 'missing' OR s.reason = 'recreated_outside') ORDER BY t.name`;
    return history.pick(rows);
  }

  /** A topic that people may decide about: seen as ours, not a tombstone. `where` is one of the texts above. */
  async #one(where: "true" | "s.state = 'drifted'"): Promise<Row | undefined> {
    const { installation, slug, history } = this.#parts;
    const rows = await installation.owner.$queryRawUnsafe<Row[]>(
      `SELECT t.name, t.blocked_at IS NOT NULL AS blocked, s.drift, t.partitions FROM topics t JOIN topic_status s ON s.topic_id = t.id
         JOIN topic_observations o ON o.cluster_slug = t.cluster_slug AND o.name = t.name AND o.kafka_topic_id = s.kafka_topic_id
       WHERE t.cluster_slug = $1 AND t.deleting_at IS NULL AND s.last_applied IS NOT NULL AND ${where} ORDER BY t.name`,
      slug,
    );
    return history.pick(rows);
  }
}
