import { insertNotices } from "#lib/db/insert-notices";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Notice, NoticeKind } from "#lib/domain/notice";
import { generateSealingKeys, keyIdOf, seal } from "#lib/domain/sealed-box";
import { webhookSecretContext } from "#lib/domain/webhook";
import { expandNotices } from "./expand-notices.ts";

export type OutboxDelivery = {
  channel: string;
  name: string;
  state: string;
  attempt: number;
  error: string;
  due: boolean;
};

/** A database with two teams and their people, and what a test of telling them needs; what web would do is done by SQL. */
export class TestOutbox {
  readonly keys = generateSealingKeys();
  readonly database: TestDatabase;
  teams = { orders: "", payments: "" };

  private constructor(database: TestDatabase) {
    this.database = database;
  }

  static async create(): Promise<TestOutbox> {
    const outbox = new TestOutbox(await createTestDatabase());
    for (const slug of ["orders", "payments"] as const) {
      const { id } = await outbox.database.owner.team.create({ data: { slug, name: slug } });
      outbox.teams[slug] = id;
    }
    return outbox;
  }

  /** A person with the address `<name>@example.test`; answers the id. */
  async person(
    name: string,
    options: { team?: "orders" | "payments"; role?: "member" | "owner"; admin?: boolean; address?: string | null } = {},
  ): Promise<string> {
    const { team, role = "owner", admin = false, address = `${name}@example.test` } = options;
    const { owner } = this.database;
    const data = { name, email: address, platformRole: admin ? ("admin" as const) : ("none" as const) };
    const { id } = await owner.user.create({ data });
    if (team) await owner.membership.create({ data: { teamId: this.teams[team], userId: id, role } });
    return id;
  }

  /** A webhook of a team, or of the platform (null), sealed as web does; answers the id. */
  async webhook(
    url: string,
    options: { team?: "orders" | "payments" | null; kinds?: NoticeKind[]; secret?: string; sealedFor?: string } = {},
  ): Promise<string> {
    const { team = "orders", kinds = ["request-waiting"], secret = "secret" } = options;
    const createdBy = await this.person(`maker-${crypto.randomUUID()}`, { address: null });
    const id = crypto.randomUUID();
    const sealedSecret = seal(this.keys.publicKey, secret, options.sealedFor ?? webhookSecretContext(id));
    const teamId = team && this.teams[team];
    const keyId = keyIdOf(this.keys.publicKey);
    await this.database.owner.webhook.create({ data: { id, teamId, url, kinds, keyId, sealedSecret, createdBy } });
    return id;
  }

  /** Writes a notice to the owners of orders, unless it says otherwise. */
  async notice(change: Partial<Notice> = {}): Promise<void> {
    const audience = { ownersOf: [this.teams.orders] };
    const notice: Notice = {
      kind: "request-waiting",
      subject: "Request 1 waits",
      body: "Somebody asks.",
      path: "/requests/1",
      audience,
      ...change,
    };
    await insertNotices(this.database.worker, [notice]);
  }

  expand(mail = true): Promise<number> {
    return expandNotices(this.database.worker, { mail });
  }

  /** All deliveries, by whom they are for: a person's name or a webhook's address. */
  async deliveries(): Promise<OutboxDelivery[]> {
    return this.database.owner.$queryRaw`
      SELECT d.channel, coalesce(u.name, w.url) AS name, d.state, d.attempt, d.error, coalesce(d.due_at <= clock_timestamp(), false) AS due
      FROM outbox_deliveries d LEFT JOIN users u ON u.id = d.user_id LEFT JOIN webhooks w ON w.id = d.webhook_id ORDER BY 1, 2, d.id`;
  }

  /** Lets every wait end now. */
  async everythingIsDue(): Promise<void> {
    await this.database.owner.$executeRaw`UPDATE outbox_deliveries SET due_at = now() WHERE due_at IS NOT NULL`;
  }

  /** Takes away what earlier tests left. */
  async clear(): Promise<void> {
    await this.database.owner.$executeRaw`
      TRUNCATE outbox_deliveries, outbox_events, webhooks, notification_settings, memberships, users CASCADE`;
  }
}
