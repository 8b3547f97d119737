import { type AclBinding, bindingKey } from "#lib/domain/acl-binding";
import { bindingsOf } from "#lib/domain/grant";
import type { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import { produce } from "./test-access.ts";
import type { SeededHistory } from "./test-history.ts";

type Parts = {
  cluster: InMemoryCluster;
  history: Pick<SeededHistory<string>, "pick" | "chance">;
  topics: readonly string[];
  /** Names of principals that people asked for, as they come. */
  names: readonly string[];
};

/** What others do to ACLs, users and quotas of a cluster in a random history, and how they left it. */
export class AccessOutsiders {
  /** What others put there: operations that no grant gives, so that none of it can be ours. */
  readonly bindings = new Map<string, AclBinding>();
  readonly #parts: Parts;
  readonly #users = new Map<string, unknown>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  acls(): void {
    const { cluster, history, topics } = this.#parts;
    if (history.chance(0.5)) {
      const [binding] = bindingsOf(produce(history.pick(topics)), `User:${this.#anybody()}`);
      if (!binding) return;
      const theirs: AclBinding = { ...binding, operation: history.pick(["ALTER", "DELETE"] as const) };
      cluster.createAclsOutside([theirs]);
      this.bindings.set(bindingKey(theirs), theirs);
      return;
    }
    const victim = history.pick(cluster.aclSnapshot());
    if (!victim) return;
    cluster.deleteAclsOutside([victim]);
    this.bindings.delete(bindingKey(victim));
  }

  users(): void {
    const { cluster, history } = this.#parts;
    if (history.chance(0.3)) this.makeUser(`person-${this.#users.size}`);
    else if (history.chance(0.5)) cluster.setQuotaOutside(this.#anybody(), { producerByteRate: 7 });
  }

  makeUser(name: string): void {
    const { cluster } = this.#parts;
    if (cluster.scramSnapshot().has(name)) return;
    cluster.upsertScramOutside(name);
    this.#users.set(name, JSON.stringify(cluster.scramSnapshot().get(name)));
  }

  /** What is not as they left it, in words. */
  touched(): string[] {
    const { cluster } = this.#parts;
    const live = new Set(cluster.aclSnapshot().map(bindingKey));
    const users = cluster.scramSnapshot();
    return [
      ...[...this.bindings.keys()].filter((key) => !live.has(key)).map((key) => `${key} of somebody else is gone`),
      ...[...this.#users]
        .filter(([name, left]) => JSON.stringify(users.get(name)) !== left)
        .map(([name]) => `user ${name} of somebody else was touched`),
    ];
  }

  #anybody(): string {
    return this.#parts.history.pick([...this.#parts.names, "somebody"]);
  }
}
