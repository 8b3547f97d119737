import { randomBytes } from "node:crypto";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { TokenPermission } from "#lib/domain/permission";
import { type Client, clientOf, expectOk } from "./client.ts";
import { PASSWORD, signIn } from "./sign-in.ts";

export type Person = { id: string; email: string; client: Client };
export type Team = { slug: string; prefix: string };

/** Something that no other test is called, and that fits a name's template. */
export function unique(word: string): string {
  return `${word}-${randomBytes(4).toString("hex")}`;
}

/** A team of its own, with the prefix of its name, made through the API by an admin. */
export async function makeTeam(admin: Client, word: string): Promise<Team> {
  const slug = unique(word);
  expectOk(await admin.post("/teams", { slug, name: `Team ${slug}` }));
  const prefix = `${slug}.`;
  expectOk(await admin.post(`/teams/${slug}/prefixes`, { prefix }));
  return { slug, prefix };
}

/** A person of their own, signed in; a member or owner of a team where one is given. */
export async function makePerson(
  admin: Client,
  word: string,
  place: { team?: Team; role?: "member" | "owner"; platformRole?: "none" | "auditor" | "admin" } = {},
): Promise<Person> {
  const email = `${unique(word)}@example.test`;
  const { platformRole = "none", team, role = "member" } = place;
  const { id } = expectOk<{ id: string }>(
    await admin.post("/users", { name: `The ${word}`, email, password: PASSWORD, platformRole }),
  );
  if (team) expectOk(await admin.post(`/teams/${team.slug}/members`, { userId: id, role }));
  return { id, email, client: clientOf(await signIn(email)) };
}

/** A token of somebody with a session, made through the API. All permissions that a token may have, unless some are named. */
export async function makeToken(
  session: Client,
  permissions: readonly TokenPermission[] = TokenPermission.options,
): Promise<Client> {
  const body = { name: unique("token"), permissions, expiresInDays: 1 };
  const { token } = expectOk<{ token: string }>(await session.post("/tokens", body));
  return clientOf({ token });
}

/** A request that every rule accepts, as `POST /topic-requests` takes it; fields of the top level can be replaced. */
export function topicRequest(team: Team, name = `${team.prefix}${unique("dataset")}.v1`, changes: object = {}) {
  return {
    kind: "create",
    cluster: "local",
    name,
    team: team.slug,
    spec: { partitions: 3, replicationFactor: 1, config: { "retention.ms": "604800000" } },
    metadata: { description: "One record per thing that happened, keyed by the thing.", expectedBytesPerSecond: 1_000 },
    reason: "The tests need it.",
    ...changes,
  };
}

/** Asks for a topic and answers the stored request. */
export async function submitted(client: Client, input: object): Promise<RequestSubmitted & { name: string }> {
  const { name } = input as { name: string };
  return { ...expectOk<RequestSubmitted>(await client.post("/topic-requests", input)), name };
}

/** Asks for a topic and has it approved by somebody else. */
export async function approved(client: Client, approver: Client, input: object): Promise<{ id: number; name: string }> {
  const { id, fingerprint, name } = await submitted(client, input);
  expectOk(await approver.post(`/requests/${id}/approve`, { fingerprint }));
  return { id, name };
}
