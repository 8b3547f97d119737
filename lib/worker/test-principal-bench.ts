import { afterAll, beforeAll, beforeEach } from "vitest";
import { type AclBinding, bindingLabel } from "#lib/domain/acl-binding";
import type { ClusterError } from "#lib/kafka/cluster-admin";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import type { ClusterSession } from "./cluster-session.ts";
import { reconcilePrincipals } from "./reconcile-principals.ts";
import { TestAccess } from "./test-access.ts";
import { definitionOf, NEVER_OVER_MS, TestInstallation } from "./test-installation.ts";

/** What a cluster says that refuses. */
export const NO: ClusterError = { code: "policy_refused", retriable: false, message: "Not this one." };
/** An ACL that somebody else made. */
export const FOREIGN: AclBinding = {
  principal: "User:somebody",
  resourceType: "TOPIC",
  resourceName: "orders.a",
  patternType: "LITERAL",
  operation: "READ",
  permissionType: "ALLOW",
  host: "*",
};

type Parts = { slug: string; cluster: InMemoryCluster; access: TestAccess; session: ClusterSession; app: string };

/** What tests of principals have in hand: for each test an empty cluster, one worker's session on it, and an application. */
export class PrincipalBench {
  #installation: TestInstallation | null = null;
  #parts: Parts | null = null;
  #count = 0;

  /** To be called once, where a test file begins. */
  static prepare(): PrincipalBench {
    const bench = new PrincipalBench();
    beforeAll(async () => {
      bench.#installation = await TestInstallation.create();
    });
    afterAll(() => bench.#installation?.drop());
    beforeEach(() => bench.#begin());
    return bench;
  }

  async #begin(): Promise<void> {
    this.#count += 1;
    const slug = `cluster-${this.#count}`;
    const cluster = new InMemoryCluster({ requestTimeoutMs: NEVER_OVER_MS });
    await this.installation.register("worker-0", [definitionOf(slug)]);
    const access = new TestAccess(this.installation, slug);
    const session = await this.installation.session(cluster.connect(), { cluster: slug });
    this.#parts = { slug, cluster, access, session, app: await access.application(`billing-${this.#count}`) };
  }

  get installation(): TestInstallation {
    return given(this.#installation);
  }

  /** The cluster's. */
  get slug(): string {
    return given(this.#parts).slug;
  }

  get cluster(): InMemoryCluster {
    return given(this.#parts).cluster;
  }

  get access(): TestAccess {
    return given(this.#parts).access;
  }

  get session(): ClusterSession {
    return given(this.#parts).session;
  }

  /** The application that a test is about. */
  get app(): string {
    return given(this.#parts).app;
  }

  /** Every back-off ends, and there is a round. */
  async reconcile(): Promise<void> {
    await this.access.everythingIsDue();
    await reconcilePrincipals(this.session);
  }

  /** The bindings that are on the cluster, in words. */
  live(): string[] {
    return this.cluster.aclSnapshot().map(bindingLabel).sort();
  }

  /** From now on the cluster refuses bindings, told as `resource operation`. */
  refuse(error: ClusterError, which: (label: string) => boolean, method = "createAcls"): void {
    this.cluster.faults = {
      refuse: (call, name) => {
        if (call.method !== method) return undefined;
        const [, , , resource, operation] = JSON.parse(name) as string[];
        return which(`${resource} ${operation}`) ? error : undefined;
      },
    };
  }
}

function given<T>(part: T | null): T {
  if (part === null) throw new Error("The test has not begun.");
  return part;
}
