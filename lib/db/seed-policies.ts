import { Client } from "pg";
import type { AuditActor } from "#lib/domain/audit";
import type { Policy } from "#lib/domain/policy";
import { canonicalText } from "./append-audit.ts";

const INSTALLATION: AuditActor = { kind: "system", id: null, name: "installation" };

type Seed = Pick<Policy, "slug" | "rule" | "scope" | "enforcement" | "message">;

/**
 * Writes an installation's first rules, in one transaction with their record; does nothing where there is any rule already. On plain
 * `pg`, because it runs right after the migrations, before the client is generated.
 *
 * @param url connection string of the role that owns the schema
 * @returns how many were written
 */
export async function seedPolicies(url: string, policies: readonly Seed[]): Promise<number> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("LOCK TABLE policies IN SHARE ROW EXCLUSIVE MODE");
    const { rows } = await client.query<{ present: boolean }>("SELECT EXISTS (SELECT FROM policies) AS present");
    const wanted = rows[0]?.present ? [] : policies;
    const events = [];
    for (const policy of wanted) events.push(await insertPolicy(client, policy));
    if (events.length > 0) await client.query("SELECT audit_append($1::text[])", [events]);
    await client.query("COMMIT");
    return wanted.length;
  } finally {
    await client.end();
  }
}

/** @returns the text of its audit event */
async function insertPolicy(client: Client, { slug, rule, scope, enforcement, message }: Seed): Promise<string> {
  const { rows } = await client.query<{ id: string }>("INSERT INTO policies (slug) VALUES ($1) RETURNING id", [slug]);
  const id = rows[0]?.id;
  if (!id) throw new Error("INSERT … RETURNING answered no row");

  await client.query(
    `INSERT INTO policy_revisions (policy_id, revision, rule, scope, enforcement, message)
     VALUES ($1, 1, $2::jsonb, $3::jsonb, $4, $5)`,
    [id, JSON.stringify(rule), JSON.stringify(scope), enforcement, message],
  );
  return canonicalText({
    action: "policy.created",
    actor: INSTALLATION,
    object: { kind: "policy", id, name: slug },
    after: { revision: 1, rule, scope, enforcement, message },
  });
}
