import { afterAll, beforeAll } from "vitest";
import type { z } from "zod";
import { seedPolicies } from "#lib/db/seed-policies";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import type { Result } from "#lib/domain/result";
import { DEFAULT_POLICIES } from "#lib/ops/default-policies";
import { approveRequest } from "../commands/approve-request.ts";
import type { Command, Loaded } from "../define-command.ts";
import { runCommand } from "../run-command.ts";
import { askedFor, createTestAccess, type TestAccess } from "./test-access.ts";

/** What tests of access have in hand: a database of their own, and people on both sides. */
export class AccessBench {
  #world: { database: TestDatabase; people: TestAccess } | null = null;

  /** To be called once, where a test file begins. `rules`: the platform's rules about access are in force. */
  static prepare({ rules = false } = {}): AccessBench {
    const bench = new AccessBench();
    beforeAll(async () => {
      const database = await createTestDatabase();
      bench.#world = { database, people: await createTestAccess(database.owner) };
      const ofAccess = DEFAULT_POLICIES.filter(({ rule }) => rule.kind === "access");
      if (rules) await seedPolicies(database.urls.owner, ofAccess);
    });
    afterAll(() => bench.#world?.database.drop());
    return bench;
  }

  get database(): TestDatabase {
    return this.#given.database;
  }

  get people(): TestAccess {
    return this.#given.people;
  }

  run<Input extends z.ZodType, Object extends Loaded, Output>(
    command: Command<Input, Object, Output>,
    actor: Actor,
    input: unknown,
  ): Promise<Result<Output>> {
    return runCommand(this.database.web, command, actor, input);
  }

  approve(actor: Actor, request: { id: number; fingerprint: string } | undefined, more: object = {}) {
    return this.run(approveRequest, actor, { requestId: request?.id, fingerprint: request?.fingerprint, ...more });
  }

  /** A request of the analyst for one item; throws with the refusal where it is refused. */
  async one(item: object, more: object = {}) {
    const [request] = await askedFor(this.database.web, this.people.analyst, [item], more);
    if (!request) throw new Error("nothing was asked for");
    return request;
  }

  requestRow(id = 0) {
    return this.database.owner.request.findUniqueOrThrow({ where: { id } });
  }

  grantRow(id: string) {
    return this.database.owner.grant.findUniqueOrThrow({ where: { id } });
  }

  get #given() {
    if (this.#world === null) throw new Error("The test has not begun.");
    return this.#world;
  }
}
