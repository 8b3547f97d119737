import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { SchemaDefinition } from "#lib/domain/schema";
import { RegistryCallFailed, type RegistryError } from "#lib/registry/subject-registry";
import { observeSubjects } from "./observe-subjects.ts";
import { reconcileSubjects } from "./reconcile-subjects.ts";
import type { RegistryCheckpoint, RegistrySession } from "./registry-session.ts";
import { SeededHistory } from "./test-history.ts";
import type { TestInstallation } from "./test-installation.ts";
import { WatchedRegistry } from "./test-registry.ts";
import type { SubjectFacts } from "./test-subject-facts.ts";
import { record, TestSubjects } from "./test-subjects.ts";

const CHECKPOINTS: RegistryCheckpoint[] = [
  ...(["taken", "attempt-recorded", "lowering-recorded", "level-written"] as const),
  ...(["registered", "deleted", "verified", "committed"] as const),
];
const LEVELS: CompatibilityLevel[] = ["BACKWARD", "FORWARD", "FULL", "NONE"];
const OURS = ["orders.a-value", "orders.b-value", "orders.c-value", "orders.d-value"];
const THEIRS = ["theirs.a-value", "theirs.b-value"];

/**
 * One random history of a registry: people ask for versions and levels, force, delete, adopt and revert; others register, delete and change levels
 * behind Headgate's back; calls fail, answers are lost, items are refused, the registry goes away, workers die between any two steps.
 */
export class SubjectSimulation {
  readonly subjects: TestSubjects;
  readonly registry = new WatchedRegistry();
  readonly history: SeededHistory<RegistryCheckpoint>;
  readonly #foreign = new Map<string, string>();
  /** Where somebody else set the level to NONE: only there it may stand so without our mark. */
  readonly #loweredOutside = new Set<string>();
  #session: RegistrySession | null = null;
  #workers = 0;

  constructor(installation: TestInstallation, seed: number) {
    this.subjects = new TestSubjects(installation, `subjects-${seed}`);
    this.history = new SeededHistory(seed, CHECKPOINTS);
  }

  async start(): Promise<void> {
    await this.subjects.declare();
    for (const name of THEIRS) this.#touchForeign(name);
  }

  async step(): Promise<void> {
    const happen = this.history.pick([
      () => this.#register(),
      () => this.#register(),
      () => this.#changeManaged(),
      () => this.#changeManaged(),
      () => this.#delete(),
      () => this.#outside(),
      () => this.#outside(),
      () => this.#touchForeign(this.history.pick(THEIRS)),
      () => this.#trouble(),
      () => this.#retry(),
      () => this.#work(reconcileSubjects),
      () => this.#work(reconcileSubjects),
      () => this.#work(reconcileSubjects),
      () => this.#work(observeSubjects),
    ]);
    await happen();
    await this.#nothingForbiddenHappened();
  }

  /** Trouble ends; the worker works until nothing is left to do, and looks twice. */
  async settle(): Promise<void> {
    this.registry.start();
    this.registry.faults = {};
    this.#session = null;
    await this.#retry(OURS);
    for (let round = 0; round < 4; round += 1) {
      await this.subjects.everythingIsDue();
      await this.#work(reconcileSubjects, false);
      // A minute's patience with writes that got no answer is not waited for here: a new worker has waited already.
      this.#session = null;
    }
    for (let sweep = 0; sweep < 3; sweep += 1) await this.#work(observeSubjects, false);
    await this.#nothingForbiddenHappened();
  }

  async #register(): Promise<void> {
    const name = this.history.pick(OURS);
    const level = this.history.pick(LEVELS);
    await this.subjects.register(name, this.#schema(), { forced: this.history.chance(0.3), level });
  }

  async #changeManaged(): Promise<void> {
    const [name, subject] = this.history.pick([...(await this.subjects.managed())]) ?? [];
    if (!name || !subject || subject.deletion !== null) return;
    if (subject.state === "drifted") await this.#answerDrift(name, subject);
    else await this.subjects.setLevel(name, this.history.pick(LEVELS));
  }

  /** Adopted or reverted, from what a sweep saw, as web would. */
  async #answerDrift(name: string, subject: SubjectFacts): Promise<void> {
    const [seen] = (await this.subjects.observations()).filter((one) => one.name === name);
    const known = subject.versions.filter(({ desired }) => desired === "registered").map((one) => one.registryVersion);
    const missing = known.filter((number) => number !== null).filter((number) => !seen?.versions.includes(number));
    if (this.history.chance(0.5) || !seen) {
      await this.subjects.revert(name, { compatibility: subject.compatibility, missing });
      return;
    }
    const added = seen.versions.filter((number) => !known.includes(number));
    const texts = (this.registry.snapshot().get(name) ?? []).filter(({ version }) => added.includes(version));
    await this.subjects.adopt(
      name,
      seen.compatibility as CompatibilityLevel,
      texts.map(({ version, ...definition }) => ({ version, definition })),
    );
    await this.subjects.letGo(name, missing);
  }

  async #delete(): Promise<void> {
    const [name, subject] = this.history.pick([...(await this.subjects.managed())]) ?? [];
    if (!name || !subject) return;
    if (subject.deletion !== null) {
      if (subject.state === "deleted") await this.subjects.delete(name, null, true);
      return;
    }
    const one = this.history.pick(subject.versions);
    if (this.history.chance(0.3)) await this.subjects.delete(name, null, false);
    else if (one?.state === "registered") await this.subjects.delete(name, [one.registryVersion ?? 0], false);
    else if (one?.state === "deleted" && one.registryVersion)
      await this.subjects.delete(name, [one.registryVersion], true);
  }

  #outside(): void {
    const name = this.history.pick(OURS);
    const version = this.history.pick(this.registry.living(name));
    const happen = this.history.pick([
      () => this.#registerOutside(name),
      () => version && this.registry.deleteOutside(name, version),
      () => version && this.#levelOutside(name),
    ]);
    happen();
  }

  #registerOutside(name: string): void {
    try {
      this.registry.registerOutside(name, this.#schema());
    } catch {
      // The registry refuses others too what is incompatible.
      this.#levelOutside(name);
    }
  }

  #levelOutside(name: string): void {
    const level = this.history.pick(LEVELS);
    this.registry.setLevelOutside(name, level);
    if (level === "NONE") this.#loweredOutside.add(name);
  }

  #touchForeign(name: string): void {
    this.registry.setLevelOutside(name, "NONE");
    this.registry.registerOutside(name, this.#schema());
    this.registry.setLevelOutside(name, this.history.pick(LEVELS));
    this.#foreign.set(name, this.#print(name));
  }

  async #retry(names = [this.history.pick(OURS)]): Promise<void> {
    for (const name of names) await this.subjects.retry(name);
  }

  #trouble(): void {
    if (this.history.chance(0.2)) this.registry.stop();
    else this.registry.start();
    const often = () => (this.history.chance(0.5) ? 0.15 : 0);
    const odds = { fail: often(), lose: often(), refuse: often() };
    const unanswered = () => {
      const code = this.history.pick(["timed_out", "unavailable", "unexpected"] as const);
      return new RegistryCallFailed({ code, retriable: true, message: "No answer." });
    };
    this.registry.faults = {
      before: () => {
        if (this.history.chance(odds.fail)) throw unanswered();
      },
      refuse: ({ method }) =>
        WRITES.has(method) && this.history.chance(odds.refuse) ? this.history.pick(REFUSALS) : undefined,
      after: () => {
        if (this.history.chance(odds.lose)) throw unanswered();
      },
    };
  }

  async #work(piece: (session: RegistrySession) => Promise<unknown>, mayDie = true): Promise<void> {
    if (this.history.chance(0.7)) await this.subjects.everythingIsDue();
    await this.#session?.lease.renew();
    this.#session ??= await this.#newWorker();
    const session = this.#session;
    const isTrouble = (error: unknown) => error instanceof RegistryCallFailed;
    if (!(await this.history.survives(() => piece(session), { mayDie, isTrouble }))) this.#session = null;
  }

  #newWorker(): Promise<RegistrySession> {
    this.#workers += 1;
    const workerId = `worker-${this.#workers}`;
    return this.subjects.session(this.registry, { workerId, checkpoint: this.history.checkpoint });
  }

  async #nothingForbiddenHappened(): Promise<void> {
    for (const [name, left] of this.#foreign)
      if (this.#print(name) !== left) this.history.violations.push(`${name} of somebody else was touched`);
    const managed = await this.subjects.managed();
    for (const [name, level] of this.registry.levelSnapshot()) {
      const subject = managed.get(name);
      if (level !== "NONE") this.#loweredOutside.delete(name);
      else if (subject && !subject.lowered && !subject.levels.includes("NONE") && !this.#loweredOutside.has(name))
        this.history.violations.push(`the level of ${name} stands at NONE, and nothing says that it is to be restored`);
    }
  }

  #print(name: string): string {
    return JSON.stringify([this.registry.snapshot().get(name), this.registry.levelSnapshot().get(name)]);
  }

  #schema(): SchemaDefinition {
    const fields = ["id", "note", "amount", "city"].filter(() => this.history.chance(0.5));
    return record(...fields.map((name) => (this.history.chance(0.2) ? `${name}:int` : name)));
  }
}

const WRITES = new Set(["register", "setLevel", "deleteVersion", "deleteSubject"]);
const REFUSALS: RegistryError[] = [
  { code: "not_authorized", retriable: false, message: "Not you." },
  { code: "referenced", retriable: false, message: "Somebody refers to it." },
  { code: "rate_limited", retriable: true, message: "Not now." },
];
