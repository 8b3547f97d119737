import { randomUUID } from "node:crypto";
import { type Client, clientOf, expectOk } from "../support/client.ts";
import { sqlAs } from "../support/database.ts";
import {
  approved,
  makePerson,
  makeTeam,
  makeToken,
  type Person,
  submitted,
  type Team,
  topicRequest,
  unique,
} from "../support/world.ts";
import type { Role, Target } from "./authorization-table.ts";

/** The objects of one side. */
export type Side = {
  team: Team;
  owner: Person;
  /** Undecided. */
  openRequest: { id: number; name: string };
  /** Withdrawn, so that a further decision fails harmlessly for who may make it. */
  endedRequest: { id: number };
  /** Approved, so that it is managed. */
  topic: string;
  /** Of the topic's values, and deleted. */
  subject: string;
  /** A question of the owner's that was answered. */
  probe: string;
  /** With a principal on record, so that it cannot be deleted. */
  application: string;
  endedPrincipal: string;
  /** Given and held by the team, and revoked. */
  endedGrant: string;
  /** A webhook of the team that is deleted already: deleting it again changes nothing. */
  deletedWebhook: string;
  /** A token of the owner that is revoked already: revoking it again changes nothing. */
  revokedToken: string;
};

export type World = { sides: Record<Exclude<Target, "-">, Side>; clients: { [R in Role]: Client } };

/** Two teams with all that calls can be about, names of nothing, and somebody in every role. */
export async function makeWorld(admin: Client, auditor: Client): Promise<World> {
  const [teamA, teamB] = [await makeTeam(admin, "team-a"), await makeTeam(admin, "team-b")];
  const [own, foreign] = [await makeSide(admin, teamA), await makeSide(admin, teamB)];
  const [member, disabled, left] = await Promise.all([
    makePerson(admin, "member", { team: teamA }),
    makePerson(admin, "disabled", { team: teamA }),
    makePerson(admin, "ex-member", { team: teamA }),
  ]);
  // Past the API, which would end the session too: the session is alive, and its person is shut out.
  await sqlAs("owner", "UPDATE users SET disabled_at = now() WHERE id = $1", [disabled.id]);
  expectOk(await admin.delete(`/teams/${teamA.slug}/members/${left.id}`));

  const clients = {
    anonymous: clientOf(null),
    disabled: disabled.client,
    requester: own.requester,
    member: member.client,
    owner: own.side.owner.client,
    "other-owner": foreign.side.owner.client,
    "ex-member": left.client,
    auditor,
    admin,
    "poor-token": await makeToken(own.side.owner.client, ["topic.read"]),
  };
  return { clients, sides: { own: own.side, foreign: foreign.side, absent: nothing(own.side) } };
}

async function makeSide(admin: Client, team: Team): Promise<{ side: Side; requester: Client }> {
  const owner = await makePerson(admin, "owner", { team, role: "owner" });
  // Only team B's owner is a column of the table, as the other owner; there the owner's own request is what another team's is.
  const requester = await makePerson(admin, "requester", { team });
  const openRequest = await submitted(requester.client, topicRequest(team));
  const endedRequest = await submitted(requester.client, topicRequest(team));
  expectOk(await requester.client.post(`/requests/${endedRequest.id}/withdraw`, {}));
  const { name: topic } = await approved(requester.client, owner.client, topicRequest(team));

  const body = { name: "revoked", permissions: ["topic.read"], expiresInDays: 1 };
  const { id: revokedToken } = expectOk<{ id: string }>(await owner.client.post("/tokens", body));
  expectOk(await owner.client.delete(`/tokens/${revokedToken}`));
  const deletedWebhook = await makeDeletedWebhook(owner.client, team);
  const subject = await makeDeletedSubject(team, topic);
  const probe = await makeAnsweredProbe(owner.id);
  const ended = await makeEndedAccess(requester.client, owner.client, team, topic);
  return {
    requester: requester.client,
    side: { team, owner, openRequest, endedRequest, topic, subject, probe, ...ended, deletedWebhook, revokedToken },
  };
}

async function makeEndedAccess(member: Client, owner: Client, { slug: team }: Team, topic: string) {
  const application = unique("app");
  expectOk(await member.post("/applications", { slug: application, name: "The application", team }));
  const principal = { cluster: "local", kind: "scram", name: `${team}.${application}`, reason: "The table needs one." };
  await decided(owner, await member.post(`/applications/${application}/principals`, principal));
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const access = { application, cluster: "local", expiresAt, reason: "The table needs one." };
  const items = [{ operation: "produce", topic }];
  const asked = await member.post("/access-requests", { ...access, items });
  await decided(owner, { ...asked, body: expectOk<{ requests: unknown[] }>(asked).requests[0] });

  const view = await member.get(`/applications/${application}`);
  const { principals, grants } = expectOk<{ principals: { id: string }[]; grants: { id: string }[] }>(view);
  const [endedPrincipal, endedGrant] = [principals[0]?.id, grants[0]?.id];
  if (!endedPrincipal || !endedGrant) throw new Error("the approved requests made no principal or no grant");
  expectOk(await owner.post(`/grants/${endedGrant}/revoke`, { reason: "The table needs one that has ended." }));
  expectOk(await owner.post(`/principals/${endedPrincipal}/end`, { reason: "The table needs one that has ended." }));
  return { application, endedPrincipal, endedGrant };
}

/** Has an owner approve what was just asked for. */
async function decided(owner: Client, answer: Awaited<ReturnType<Client["post"]>>): Promise<void> {
  const { id, fingerprint } = expectOk<{ id: number; fingerprint: string }>(answer);
  expectOk(await owner.post(`/requests/${id}/approve`, { fingerprint }));
}

/** Past the API, which would need a registry: the table is the same without one. */
async function makeDeletedSubject({ slug }: Team, topic: string): Promise<string> {
  const name = `${topic}-value`;
  await sqlAs(
    "owner",
    `INSERT INTO subjects (cluster_slug, name, team_id, topic_name, part, strategy, schema_type, compatibility, deletion)
     SELECT 'local', $1, id, $2, 'value', 'TopicNameStrategy', 'AVRO', 'BACKWARD', 'soft' FROM teams WHERE slug = $3`,
    [name, topic, slug],
  );
  return name;
}

/** Past the API, so that it outlives the table. */
async function makeAnsweredProbe(askedBy: string): Promise<string> {
  const [probe] = await sqlAs(
    "owner",
    `INSERT INTO probes (cluster_slug, kind, question, asked_by, expires_at, answered_at, answer)
     VALUES ('local', 'compatibility', '{}', $1, now() + interval '1 hour', now(), '{"ok":false,"message":"No registry."}') RETURNING id`,
    [askedBy],
  );
  return String(probe?.id);
}

async function makeDeletedWebhook(owner: Client, team: Team): Promise<string> {
  const webhook = { team: team.slug, url: "https://hooks.example.test/", kinds: ["request-waiting"] };
  const { id } = expectOk<{ id: string }>(await owner.post("/webhooks", webhook));
  expectOk(await owner.delete(`/webhooks/${id}`));
  return id;
}

/** Objects that look like the real ones and are not there. */
function nothing(like: Side): Side {
  const team = { slug: "no-such-team", prefix: "no-such-team." };
  return {
    team,
    owner: { ...like.owner, id: randomUUID() },
    openRequest: { id: 999_999_999, name: "no-such-team.absent.v1" },
    endedRequest: { id: 999_999_999 },
    topic: "no-such-team.absent.v1",
    subject: "no-such-team.absent.v1-value",
    probe: randomUUID(),
    application: "no-such-application",
    endedPrincipal: randomUUID(),
    endedGrant: randomUUID(),
    deletedWebhook: randomUUID(),
    revokedToken: randomUUID(),
  };
}
