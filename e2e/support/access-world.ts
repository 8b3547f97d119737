import { expect } from "@playwright/test";
import type { AccessSubmitted, GrantView, TopicAccess } from "#lib/contract/access";
import type { ApplicationView, CredentialIssued, PrincipalView } from "#lib/contract/applications";
import type { RequestView } from "#lib/contract/requests";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { type Client, expectOk } from "./client.ts";
import { type KafkaClient, type KafkaLogin, kafkaClientOf } from "./kafka-client.ts";
import { approved, makePerson, makeTeam, type Team, topicRequest, unique } from "./world.ts";

/** A team with somebody who asks and two who decide. */
export type Side = { team: Team; member: Client; owner: Client; secondOwner: Client };
/** A program of a team: application, principal, and a client that logs in with the credential that was issued for it. */
export type Program = { application: string; principalId: string; login: KafkaLogin; kafka: KafkaClient };

/** How soon the worker has to have done what was decided, on a busy machine and after another worker's lease has expired too. */
export const SOON = { timeout: 60_000 };

const DAY_MS = 86_400_000;

/** An end date as the API takes it. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString();
}

export async function makeSide(admin: Client, word: string): Promise<Side> {
  const team = await makeTeam(admin, word);
  const people = await Promise.all([
    makePerson(admin, "member", { team }),
    makePerson(admin, "owner", { team, role: "owner" }),
    makePerson(admin, "owner", { team, role: "owner" }),
  ]);
  const [member, owner, secondOwner] = people.map(({ client }) => client) as [Client, Client, Client];
  return { team, member, owner, secondOwner };
}

/** A topic of the team, seen on the cluster. */
export async function makeTopic({ team, member, owner }: Side, name?: string, changes?: object): Promise<string> {
  const request = await approved(member, owner, topicRequest(team, name, changes));
  await expectApplied(member, request.id);
  return request.name;
}

/** An application of the team, without a principal. */
export async function makeApplication(
  { team, member }: { team: Pick<Team, "slug">; member: Client },
  slug = unique("app"),
): Promise<string> {
  expectOk(await member.post("/applications", { slug, name: `The ${slug}`, team: team.slug }));
  return slug;
}

/** Asks for a principal and has it approved; answers its id. */
export async function makePrincipal(
  { member, owner }: Side,
  application: string,
  name: string,
  more: object = {},
): Promise<string> {
  const body = { cluster: "local", kind: "scram", name, reason: "The tests need it.", ...more };
  const request = expectOk<RequestSubmitted>(await member.post(`/applications/${application}/principals`, body));
  if (request.state === "submitted") await approve(owner, request);
  const { principals } = await applicationOf(member, application);
  const made = principals.find((principal) => principal.name === name);
  if (!made) throw new Error(`${application} has no principal ${name}`);
  return made.id;
}

/** Makes the credential and waits until a client can log in with it. */
export async function issueCredential({ member }: Side, application: string, principalId: string): Promise<KafkaLogin> {
  const issued = expectOk<CredentialIssued>(await member.post(`/principals/${principalId}/credential`));
  if (issued.password === null) throw new Error("no password was shown");
  await expectPrincipal(member, application, principalId, { credential: "confirmed" });
  return { username: issued.username, password: issued.password };
}

/** A program that can log in, and may do nothing yet. */
export async function makeProgram(side: Side, word = "app"): Promise<Program> {
  const application = await makeApplication(side, unique(word));
  const principalId = await makePrincipal(side, application, `${side.team.slug}.${application}`);
  const login = await issueCredential(side, application, principalId);
  return { application, principalId, login, kafka: kafkaClientOf(login) };
}

/** Access to one topic as `POST /access-requests` takes it. */
export function accessRequest(application: string, item: object, changes: object = {}) {
  return {
    application,
    cluster: "local",
    expiresAt: inDays(30),
    items: [item],
    reason: "Orders are counted by the hour.",
    ...changes,
  };
}

/** What a consumer of a topic asks for; its group is one of the application's own unless it is named. */
export function toConsume(topic: string, application: string, group = `${application}.reader`) {
  return { operation: "consume", topic, consumerGroup: { name: group } };
}

export function toProduce(topic: string) {
  return { operation: "produce", topic };
}

export async function askAccess(client: Client, input: object): Promise<RequestSubmitted> {
  const { requests } = expectOk<AccessSubmitted>(await client.post("/access-requests", input));
  const [request] = requests;
  if (!request) throw new Error("nothing was submitted");
  return request;
}

/** Approves the plan as it was submitted. */
export async function approve(
  by: Client,
  { id, fingerprint }: Pick<RequestSubmitted, "id" | "fingerprint">,
  more: object = {},
): Promise<void> {
  expectOk(await by.post(`/requests/${id}/approve`, { fingerprint, ...more }));
}

/** Access that was asked for, approved, and seen on the cluster. */
export async function grantAccess(asker: Side, giver: Side, input: object, admin?: Client): Promise<GrantView> {
  const request = await askAccess(asker.member, input);
  await approve(giver.owner, request);
  if (admin) await approve(admin, request);
  await expectApplied(asker.member, request.id);
  return grantOf(asker.member, (input as { application: string }).application, request.id);
}

export async function revoke(by: Client, grant: GrantView): Promise<void> {
  expectOk(await by.post(`/grants/${grant.id}/revoke`, { reason: "It is not needed any more." }));
}

export async function applicationOf(client: Client, application: string): Promise<ApplicationView> {
  return expectOk<ApplicationView>(await client.get(`/applications/${application}`));
}

export async function principalOf(client: Client, application: string, principalId: string): Promise<PrincipalView> {
  const { principals } = await applicationOf(client, application);
  const principal = principals.find(({ id }) => id === principalId);
  if (!principal) throw new Error(`${application} has no principal ${principalId}`);
  return principal;
}

export async function grantOf(client: Client, application: string, requestId: number): Promise<GrantView> {
  const { grants } = await applicationOf(client, application);
  const grant = grants.find((one) => one.requestId === requestId);
  if (!grant) throw new Error(`${application} has no grant of request ${requestId}`);
  return grant;
}

export async function topicAccessOf(client: Client, topic: string): Promise<TopicAccess> {
  return expectOk<TopicAccess>(await client.get(`/topics/local/${topic}/access`));
}

export async function requestOf(client: Client, id: number): Promise<RequestView> {
  return expectOk<RequestView>(await client.get(`/requests/${id}`));
}

/** Waits until the worker has seen on the cluster what was approved. */
export async function expectApplied(client: Client, id: number): Promise<void> {
  await expect.poll(async () => (await requestOf(client, id)).state, SOON).toBe("applied");
}

export async function expectPrincipal(
  client: Client,
  application: string,
  principalId: string,
  expected: Partial<PrincipalView>,
): Promise<void> {
  await expect.poll(() => principalOf(client, application, principalId), SOON).toMatchObject(expected);
}
