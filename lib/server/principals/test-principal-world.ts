import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { generateSealingKeys } from "#lib/domain/sealed-box";
import { approveRequest } from "../commands/approve-request.ts";
import { createApplication } from "../commands/create-application.ts";
import { requestPrincipal } from "../commands/request-principal.ts";
import { runCommand } from "../run-command.ts";
import { createTestPeople, type TestPeople } from "../test-people.ts";

const LISTENER = {
  name: "SCRAM",
  bootstrapServers: "127.0.0.1:9092",
  securityProtocol: "SASL_PLAINTEXT",
  saslMechanism: "SCRAM-SHA-512",
};

/** What the integration tests of principals start from: two clusters, one of them in production, people, and one application after the other. */
export class PrincipalWorld {
  readonly keys = generateSealingKeys();
  readonly database: TestDatabase;
  readonly people: TestPeople;
  /** Slug of the application of the running test. */
  application = "shop-0";
  turn = 0;

  private constructor(database: TestDatabase, people: TestPeople) {
    this.database = database;
    this.people = people;
    Object.assign(process.env, {
      HEADGATE_URL: "http://127.0.0.1:3000",
      HEADGATE_SECRET: "a secret of more than thirty-two characters",
      CREDENTIAL_PUBLIC_KEY: this.keys.publicKey,
      DATABASE_URL: "postgresql://unused@127.0.0.1/unused",
    });
  }

  static async create(): Promise<PrincipalWorld> {
    const database = await createTestDatabase();
    const people = await createTestPeople(database.owner);
    await database.owner.$executeRaw`
      UPDATE clusters SET reserved_principals = '{headgate,Admin}', listeners = ${JSON.stringify([LISTENER])}::jsonb`;
    await database.owner.cluster.create({
      data: { slug: "test", name: "Test", tier: "test", listeners: [], definitionHash: "-" },
    });
    return new PrincipalWorld(database, people);
  }

  /** Another application for another test. */
  async next(): Promise<void> {
    this.turn += 1;
    this.application = `shop-${this.turn}`;
    await this.makeApplication(this.application);
  }

  async makeApplication(slug: string): Promise<void> {
    const input = { slug, name: "Shop", team: "orders" };
    const made = await runCommand(this.database.web, createApplication, this.people.member, input);
    if (!made.ok) throw new Error(made.failure.detail);
  }

  /** Asks for the application's principal in production; `more` changes what is asked. */
  ask(more: object = {}) {
    const { application } = this;
    return runCommand(this.database.web, requestPrincipal, this.people.member, {
      ...{ application, cluster: "local", kind: "scram", name: `orders.${application}` },
      ...{ quota: { producerByteRate: 1_000_000 }, reason: "It has to write." },
      ...more,
    });
  }

  approve(actor: Actor, { id, fingerprint }: { id: number; fingerprint: string }) {
    return runCommand(this.database.web, approveRequest, actor, { requestId: id, fingerprint });
  }

  /** Asks and approves; answers the principal's id. */
  async principal(more: object = {}): Promise<string> {
    const request = await this.ask(more);
    if (!request.ok) throw new Error(request.failure.detail);
    if (request.value.state === "submitted") await this.approve(this.people.owner, request.value);
    const { principalId } = await this.database.owner.request.findUniqueOrThrow({ where: { id: request.value.id } });
    if (principalId === null) throw new Error("the request made no principal");
    return principalId;
  }
}
