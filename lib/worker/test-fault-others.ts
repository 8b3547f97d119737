import type { Database } from "#lib/db/database";
import type { AclBinding } from "#lib/domain/acl-binding";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { TopicSpec } from "#lib/domain/topic-spec";
import type { SeededHistory } from "./test-history.ts";
import { until } from "./test-installation.ts";
import { bindingText, type Outsider } from "./test-outsider.ts";

/** What others do to a cluster in a random history, and how they left it. */
export class FaultOthers {
  /** Topics and bindings of others, exactly as they left them, by name and text. */
  readonly topics = new Map<string, string>();
  readonly acls = new Map<string, AclBinding>();
  /** Kafka's ids of topics that others made and that they did not delete, by id. */
  readonly made = new Map<string, string>();
  /** Keys that nobody manages, set by others on topics: `name key` and the value. */
  readonly unmanagedKeys = new Map<string, string>();
  readonly #db: Database;
  readonly #slug: string;
  readonly #outsider: Outsider;
  readonly #history: Pick<SeededHistory<string>, "pick" | "chance">;
  readonly #names: string[] = [];

  constructor(db: Database, slug: string, outsider: Outsider, history: Pick<SeededHistory<string>, "pick" | "chance">) {
    this.#db = db;
    this.#slug = slug;
    this.#outsider = outsider;
    this.#history = history;
  }

  async create(): Promise<void> {
    const name = `foreign.topic-${this.#names.length}`;
    this.#names.push(name);
    const config: Record<string, string> = this.#history.chance(0.5) ? { "segment.ms": "7200000" } : {};
    const topicId = await this.#outsider.create({ name, partitions: 2, replicationFactor: 1, config });
    this.made.set(topicId, name);
    await this.#remember(name, (topic) => topic.topicId === topicId);
  }

  /** These topics are the team's from now on. */
  give(names: readonly string[]): void {
    for (const name of names) {
      this.topics.delete(name);
      for (const [id, made] of this.made) if (made === name) this.made.delete(id);
    }
  }

  async change(): Promise<void> {
    const name = this.#history.pick(await this.#live());
    if (!name) return;
    const isAsLeft = await this.#changeOne(name, this.#history.pick(["grow", "set", "unset", "unmanaged"]));
    if (this.topics.has(name)) await this.#remember(name, isAsLeft);
  }

  /** Answers how the change is recognised: a broker that is behind shows the topic as it was. */
  async #changeOne(name: string, what: "grow" | "set" | "unset" | "unmanaged"): Promise<(topic: TopicSpec) => boolean> {
    if (what === "grow") {
      const topic = await this.#outsider.describe(name, []);
      const wanted = topic ? topic.partitions + 1 : 0;
      if (wanted > 0) await this.#outsider.grow(name, wanted);
      return ({ partitions }) => partitions >= wanted;
    }
    const key = what === "unmanaged" ? "segment.ms" : "retention.ms";
    const value =
      what === "unmanaged" ? this.#history.pick(["3600000", "5400000"]) : what === "set" ? "1209600000" : null;
    await this.#outsider.alter(name, { [key]: value });
    if (what === "unmanaged" && value) this.unmanagedKeys.set(`${name} ${key}`, value);
    return ({ config }) => (config[key] ?? null) === value;
  }

  async deleteOrRecreate(): Promise<void> {
    const name = this.#history.pick(await this.#live());
    const topic = name ? await this.#outsider.describe(name) : undefined;
    if (!name || !topic) return;
    await this.#outsider.delete(topic.topicId);
    this.made.delete(topic.topicId);
    this.unmanagedKeys.delete(`${name} segment.ms`);
    const wasForeign = this.topics.delete(name);
    if (this.#history.chance(0.3)) return;
    const { partitions, replicationFactor, config } = topic;
    const mayBeOurs = await this.#isUnsure(name);
    const topicId = await this.#outsider.create({ name, partitions: partitions + 1, replicationFactor, config });
    if (!mayBeOurs) this.made.set(topicId, name);
    if (wasForeign) await this.#remember(name, (seen) => seen.topicId === topicId);
  }

  /** Whether a create call for this name may have ended without anybody learning how: there, an equal topic passes for ours. */
  async #isUnsure(name: string): Promise<boolean> {
    const rows = await this.#db.$queryRaw<unknown[]>`
      SELECT FROM topics t JOIN topic_status s ON s.topic_id = t.id
      WHERE t.cluster_slug = ${this.#slug} AND t.name = ${name} AND s.kafka_topic_id IS NULL AND s.create_attempted_at IS NOT NULL`;
    return rows.length > 0;
  }

  async acl(): Promise<void> {
    const old = this.#history.pick([...this.acls.values()]);
    if (old && this.#history.chance(0.4)) {
      await this.#outsider.disallow(old);
      this.acls.delete(bindingText(old));
      return;
    }
    const name = this.#history.pick([...this.topics.keys()]);
    if (!name) return;
    const isDenial = this.#history.chance(0.3);
    const binding: AclBinding = {
      ...{ principal: isDenial ? "User:*" : "User:somebody", host: "*" },
      ...{ resourceType: "TOPIC", patternType: "LITERAL", resourceName: isDenial ? `others.${name}` : name },
      operation: this.#history.pick(["READ", "WRITE"] as const),
      permissionType: isDenial ? "DENY" : "ALLOW",
    };
    await this.#outsider.allow(binding);
    this.acls.set(bindingText(binding), binding);
  }

  async #live(): Promise<string[]> {
    return (await this.#outsider.list()).map(({ name }) => name).toSorted();
  }

  async #remember(name: string, isAsLeft: (topic: ObservedTopic) => boolean = () => true): Promise<void> {
    this.topics.set(name, await inFull(this.#outsider, name, isAsLeft));
  }
}

/** A topic in full, as text, as soon as the broker that is asked shows it so. */
export async function inFull(
  outsider: Outsider,
  name: string,
  isAsLeft: (topic: ObservedTopic) => boolean = () => true,
): Promise<string> {
  const topic = await until(
    () => outsider.describe(name),
    (seen) => seen !== undefined && isAsLeft(seen),
  );
  if (!topic) return "";
  const { topicId, partitions, replicationFactor, config } = topic;
  return JSON.stringify({ topicId, partitions, replicationFactor, config: Object.entries(config).toSorted() });
}
