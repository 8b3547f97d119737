import type { RequestSubmitted } from "#lib/contract/topic-requests";
import type { Database } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import type { Result } from "#lib/domain/result";
import { createTestAccess, createTopic, succeeded, type TestAccess } from "../access/test-access.ts";
import { approveRequest, type RequestApproved } from "../commands/approve-request.ts";
import { requestOwnershipTransfer } from "../commands/request-ownership-transfer.ts";
import { runCommand } from "../run-command.ts";

/** The people of orders, who give, and of analytics, who take and may name `shared.`: topics of that name can go without a second thought. */
export async function createTestTransfer(db: Database): Promise<TestAccess> {
  const people = await createTestAccess(db);
  await db.teamPrefix.create({ data: { prefix: "shared.", teamId: people.analyticsTeamId } });
  return people;
}

/** Topics of orders that analytics may name. */
export async function sharedTopics(db: Database, people: TestAccess, ...names: string[]): Promise<string[]> {
  const topics = names.map((name) => `shared.${name}.v1`);
  for (const topic of topics) await createTopic(db, topic, people.teamId);
  return topics;
}

export type Submitted = Pick<RequestSubmitted, "id" | "fingerprint">;

/** Input of a transfer from orders to analytics on `local`. */
export function transferInput(more: object) {
  return { cluster: "local", from: "orders", to: "analytics", reason: "They write it by now.", ...more };
}

/** Asks; answers what the command does. */
export function ask(db: Database, actor: Actor, more: object) {
  return runCommand(db, requestOwnershipTransfer, actor, transferInput(more));
}

/** Asks and expects one request. */
export async function asked(db: Database, actor: Actor, more: object): Promise<RequestSubmitted> {
  const { requests } = succeeded(await ask(db, actor, more));
  const [only, ...others] = requests;
  if (!only || others.length > 0) throw new Error(`${requests.length} requests instead of one`);
  return only;
}

export function approve(db: Database, actor: Actor, { id, fingerprint }: Submitted): Promise<Result<RequestApproved>> {
  return runCommand(db, approveRequest, actor, { requestId: id, fingerprint });
}

/** Approves in the name of each of these, in turn; throws where one is refused. */
export async function approvedBy(db: Database, request: Submitted, ...actors: Actor[]): Promise<RequestApproved> {
  let last: RequestApproved | undefined;
  for (const actor of actors) last = succeeded(await approve(db, actor, request));
  if (!last) throw new Error("nobody approved");
  return last;
}
