import { afterAll, beforeAll, beforeEach } from "vitest";
import { seedPolicies } from "#lib/db/seed-policies";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { DEFAULT_POLICIES } from "#lib/ops/default-policies";
import { createTopic, type TestAccess } from "../access/test-access.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { requestSchema } from "../commands/request-schema.ts";
import { runCommand } from "../run-command.ts";
import { createSchemaWorld, managedSubject, schemaAsked, schemaInput } from "./test-schema-world.ts";

/** What tests of requests about schemas have in hand: people, and for each test a topic of the team orders of its own. */
export class SchemaBench {
  #world: { database: TestDatabase; people: TestAccess } | null = null;
  /** How many tests there were, this one too: a part of names that are to be nobody else's. */
  count = 0;

  /** To be called once, where a test file begins. `rules`: the platform's rules about schemas are in force. */
  static prepare({ rules = false } = {}): SchemaBench {
    const bench = new SchemaBench();
    beforeAll(async () => {
      const database = await createTestDatabase();
      bench.#world = { database, people: await createSchemaWorld(database.owner) };
      const ofSchemas = DEFAULT_POLICIES.filter(({ rule }) => rule.kind === "schema");
      if (rules) await seedPolicies(database.urls.owner, ofSchemas);
    });
    afterAll(() => bench.#world?.database.drop());
    beforeEach(async () => {
      bench.count += 1;
      await createTopic(bench.database.owner, bench.topic, bench.people.teamId);
    });
    return bench;
  }

  get database(): TestDatabase {
    return this.#given.database;
  }

  get people(): TestAccess {
    return this.#given.people;
  }

  /** The topic that a test is about. */
  get topic(): string {
    return `orders.case-${this.count}.v1`;
  }

  /** The subject of its values. */
  get subject(): string {
    return `${this.topic}-value`;
  }

  /** What becomes of a request for a schema of the subject. */
  ask(actor: Actor, schema: string, more: object = {}) {
    return runCommand(this.database.web, requestSchema, actor, schemaInput(schema, { topic: this.topic, ...more }));
  }

  /** A member's request for a schema of the subject; throws with the refusal where it is refused. */
  asked(schema: string, more: object = {}) {
    return schemaAsked(this.database.web, this.people.member, schema, { topic: this.topic, ...more });
  }

  approve(actor: Actor, { id, fingerprint }: { id: number; fingerprint: string }) {
    return runCommand(this.database.web, approveRequest, actor, { requestId: id, fingerprint });
  }

  /** The subject with these versions: the first one by a request, the others only seen. */
  managed(...versions: [string, ...string[]]): Promise<string> {
    return managedSubject(this.database, this.people, versions, { topic: this.topic });
  }

  /** What is desired of the versions of a subject, in their order. */
  async versions(name = this.subject) {
    const { owner } = this.database;
    const { id: subjectId } = await owner.registrySubject.findFirstOrThrow({ where: { name } });
    return owner.subjectVersion.findMany({ where: { subjectId }, orderBy: { ordinal: "asc" } });
  }

  requestRow(id: number) {
    return this.database.owner.request.findUniqueOrThrow({ where: { id } });
  }

  get #given() {
    if (this.#world === null) throw new Error("The test has not begun.");
    return this.#world;
  }
}
