import { expect } from "@playwright/test";
import {
  accessRequest,
  askAccess,
  grantAccess,
  inDays,
  makeProgram,
  type Side,
  toConsume,
  toProduce,
} from "../support/access-world.ts";
import { type Client, expectOk } from "../support/client.ts";
import { FIRST, makeVersion, WITH_NOTE } from "../support/schema-world.ts";
import type { DemoRole } from "../support/sign-in.ts";
import { approved, submitted, topicRequest } from "../support/world.ts";
import { approveBy } from "./change-form.ts";

type People = Record<DemoRole, Client>;
/** What stands in the place of a word in braces. */
type Shown = Record<string, string | number>;

const ORDERS = { slug: "orders", prefix: "orders." };
const UNNEEDED = { cluster: "local", reason: "Nobody needs it any more." };

/** Makes what every page and every dialog has to show something of. */
export async function makePagesWorld(people: People): Promise<Shown> {
  const { developer: member, owner, secondOwner } = people;
  const side = { team: ORDERS, member, owner, secondOwner };
  const { topic, ...requests } = await makeRequests(people);
  const access = await makeAccess(side, topic);
  const schema = await makeSchemas(side, topic);
  const ends = await makeEnds(people, topic);
  return { ...requests, topic, ...access, ...schema, ...ends };
}

/** A request that is open, one that was rejected, and one that made a topic. */
async function makeRequests({ developer, owner }: People) {
  const open = await submitted(developer, topicRequest(ORDERS));
  const rejected = await submitted(developer, topicRequest(ORDERS));
  expectOk(await owner.post(`/requests/${rejected.id}/reject`, { reason: "Not this one." }));
  const docs = "# Fields\n\n| field | meaning |\n|---|---|\n| `id` | the order |\n\n```json\n{}\n```";
  const metadata = { description: "One record per thing that happened.", docs, tags: ["orders"], contact: "#orders" };
  const applied = await approved(developer, owner, topicRequest(ORDERS, undefined, { metadata }));
  await expect
    .poll(async () => expectOk<{ state: string }>(await owner.get(`/requests/${applied.id}`)).state)
    .toBe("applied");
  return { open: open.id, rejected: rejected.id, applied: applied.id, topic: applied.name };
}

/** An application that can log in and read, what it asks for beside that, and whether it is still needed. */
async function makeAccess(side: Side, topic: string): Promise<Shown> {
  const { application } = await makeProgram(side, "pages");
  const produce = accessRequest(application, toProduce(topic), { agreement: { noticeDays: 14 } });
  const asked = await askAccess(side.member, produce);
  await grantAccess(side, side, accessRequest(application, toConsume(topic, application)));
  const scope = { team: ORDERS.slug, scope: { application }, dueAt: inDays(30) };
  const campaign = { ...scope, title: "Readers of orders", reason: "Once a year." };
  const { id } = expectOk<{ id: string }>(await side.owner.post("/campaigns", campaign));
  return { application, access: asked.id, campaign: id };
}

/** A request for a schema, and a subject with two versions. */
async function makeSchemas(side: Side, topic: string): Promise<Shown> {
  const fields = [{ name: "id", type: "string", doc: "Which order." }];
  const schema = JSON.stringify({ type: "record", name: "Order", namespace: "orders", doc: "An order.", fields });
  const described = { cluster: "local", topic, part: "value", schemaType: "AVRO", schema };
  const asked = { ...described, reason: "Readers ask what is in it." };
  const wanted = expectOk<{ id: number }>(await side.member.post("/schema-requests", asked));
  for (const version of [FIRST, WITH_NOTE]) await makeVersion(side, topic, version, { part: "key" });
  return { schema: wanted.id, subject: `${topic}-key` };
}

/** A deletion that is asked for, and a topic that is blocked. */
async function makeEnds({ developer, owner, admin }: People, topic: string): Promise<Shown> {
  const deletion = { ...UNNEEDED, kind: "delete", name: topic, confirm: topic };
  const gone = expectOk<{ id: number }>(await developer.post("/topic-requests", deletion));
  const blocked = await approved(developer, owner, topicRequest(ORDERS));
  await expect
    .poll(async () => {
      const block = { ...UNNEEDED, kind: "block", name: blocked.name, days: 14 };
      const asked = await developer.post("/topic-requests", block);
      if (asked.status === 201) await approveBy((asked.body as { id: number }).id, owner, admin);
      return asked.status;
    })
    .toBe(201);
  return { deletion: gone.id, blocked: blocked.name };
}
