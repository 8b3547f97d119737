import { afterAll, beforeAll, beforeEach } from "vitest";
import { reconcileSubjects } from "./reconcile-subjects.ts";
import type { RegistrySession } from "./registry-session.ts";
import { NEVER_OVER_MS, TestInstallation } from "./test-installation.ts";
import { WatchedRegistry } from "./test-registry.ts";
import type { SubjectFacts } from "./test-subject-facts.ts";
import { TestSubjects } from "./test-subjects.ts";

/** What tests of subjects have in hand: for each test a cluster with an empty registry, and one worker's session on it. */
export class SubjectBench {
  /** The subject that a test is about. */
  readonly name = "orders.placed-value";
  #installation: TestInstallation | null = null;
  #parts: { subjects: TestSubjects; registry: WatchedRegistry } | null = null;
  #session: RegistrySession | null = null;
  #count = 0;

  /** To be called once, where a test file begins. */
  static prepare(): SubjectBench {
    const bench = new SubjectBench();
    beforeAll(async () => {
      bench.#installation = await TestInstallation.create();
    });
    afterAll(() => bench.#installation?.drop());
    beforeEach(() => bench.#begin());
    return bench;
  }

  async #begin(): Promise<void> {
    this.#count += 1;
    const subjects = new TestSubjects(this.installation, `registry-${this.#count}`);
    await subjects.declare();
    this.#parts = { subjects, registry: new WatchedRegistry({ requestTimeoutMs: NEVER_OVER_MS }) };
    await this.takeOver("worker-1");
  }

  get installation(): TestInstallation {
    return given(this.#installation);
  }

  get subjects(): TestSubjects {
    return given(this.#parts).subjects;
  }

  get registry(): WatchedRegistry {
    return given(this.#parts).registry;
  }

  get session(): RegistrySession {
    return given(this.#session);
  }

  /** Another worker holds the lease from now on. */
  async takeOver(workerId: string, checkpoint?: RegistrySession["checkpoint"]): Promise<void> {
    this.#session = await this.subjects.session(this.registry, { workerId, ...(checkpoint && { checkpoint }) });
  }

  /** Every back-off ends, and there is a round. */
  async work(): Promise<void> {
    await this.subjects.everythingIsDue();
    await reconcileSubjects(this.session);
  }

  subject(): Promise<SubjectFacts> {
    return this.subjects.subject(this.name);
  }

  /** Removes versions softly and for good, as somebody else would. */
  deleteForGood(): void {
    this.registry.deleteOutside(this.name);
    this.registry.deleteOutside(this.name, null, true);
  }

  /** Actions in the trail about subjects of this cluster, in order. */
  async trail(): Promise<string[]> {
    const rows = await this.installation.owner.$queryRaw<{ action: string }[]>`
      SELECT e.action FROM audit_events e JOIN subjects s ON s.id::text = e.object_id
      WHERE s.cluster_slug = ${this.subjects.cluster} ORDER BY number`;
    return rows.map(({ action }) => action);
  }
}

function given<T>(part: T | null): T {
  if (part === null) throw new Error("The test has not begun.");
  return part;
}
