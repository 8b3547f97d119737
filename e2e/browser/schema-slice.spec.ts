import { expect } from "@playwright/test";
import {
  accessRequest,
  grantAccess,
  makeProgram,
  makeSide,
  makeTopic,
  SOON,
  toConsume,
} from "../support/access-world.ts";
import { listening } from "../support/browser-listening.ts";
import { sqlAs } from "../support/database.ts";
import { picture } from "../support/picture.ts";
import { registry } from "../support/registry-witness.ts";
import { avro } from "../support/schema-world.ts";
import { test } from "../support/test.ts";
import { openSchemaForm, submitSchema, writeSchema } from "./schema-form.ts";

test.setTimeout(300_000);

const SCHEMA = avro("OrderPlaced", [
  { name: "id", type: "string", doc: "The order's number, as customers know it." },
  { name: "total", type: "long", doc: "In cents." },
  { name: "email", type: "string", doc: "Where the receipt goes.", "confluent:tags": ["PII"] },
]);
const REASON = "Billing asks where the totals come from.";

test("a first schema by request; what an independent producer writes with it is read in a sample by who may, and by nobody else", async ({
  open,
  sessions,
  witness,
}) => {
  const [giver, reader] = [await makeSide(sessions.admin, "giver"), await makeSide(sessions.admin, "reader")];
  const stranger = await makeSide(sessions.admin, "stranger");
  const topic = await makeTopic(giver);
  const subject = `${topic}-value`;
  const { application } = await makeProgram(reader);
  await grantAccess(reader, giver, accessRequest(application, toConsume(topic, application)));

  const page = await open(giver.member);
  const id = await test.step("a member writes it from the topic's page; it is judged while it is typed", async () => {
    await openSchemaForm(page, topic);
    await writeSchema(page, { ...SCHEMA, schema: '{"type":"record"}' });
    await expect(page.getByText(/line \d+/i).first()).toBeVisible();
    await writeSchema(page, SCHEMA);
    await expect(page.getByText("an owner of", { exact: false }).first()).toBeVisible();
    await picture(page, "schema-form");
    return submitSchema(page, "Readers have to know what an order is.");
  });

  await test.step("an owner approves it; it is in the registry as it was written", async () => {
    const owner = await open(giver.owner);
    await owner.goto(`/requests/${id}`);
    await expect(owner.getByText("The order's number, as customers know it.").first()).toBeVisible();
    await (await listening(owner.getByRole("button", { name: "Approve this plan" }))).click();
    await expect.poll(() => registry.versions(subject), SOON).toEqual([1]);
    const registered = await registry.version(subject, 1);
    expect(JSON.parse(registered?.schema ?? "{}")).toEqual(JSON.parse(SCHEMA.schema));
    expect(await registry.level(subject)).toBe("BACKWARD");
  });

  await test.step("a program that knows nothing of Headgate writes with it", async () => {
    const registered = await registry.version(subject, 1);
    const value = { id: "4711", total: 1250, email: "somebody@example.test" };
    await witness.produce(topic, await registry.encode(registered?.id ?? 0, value));
    await witness.produce(topic, "plain text");
  });

  await test.step("a reader with access sees it decoded, without what is sensitive", async () => {
    const sample = await open(reader.member);
    await sample.goto(`/topics/local/${topic}?tab=schema`);
    await (await listening(sample.getByRole("textbox", { name: "Reason" }))).fill(REASON);
    await sample.getByRole("button", { name: "Show records" }).click();
    const records = sample.getByRole("article");
    const decoded = records.filter({ hasText: "4711" });
    await expect(decoded.getByText(/decoded with schema \d+/)).toBeVisible({ timeout: 30_000 });
    await expect(decoded.getByText("masked: email")).toBeVisible();
    // What cannot be taken apart could hold the very field that is masked.
    await expect(records.filter({ hasText: "Withheld" })).toBeVisible();
    const shown = await sample.content();
    expect(shown).not.toContain("somebody@example.test");
    expect(shown).not.toContain("plain text");
  });

  await test.step("somebody without access is refused, on the page and by the API", async () => {
    const refused = await open(stranger.member);
    await refused.goto(`/topics/local/${topic}?tab=schema`);
    await expect(refused.getByText("Access to consume the topic brings it", { exact: false })).toBeVisible();
    await expect(refused.getByRole("button", { name: "Show records" })).toHaveCount(0);
    const answer = await stranger.member.post("/samples", { cluster: "local", topic, count: 1, reason: REASON });
    expect(answer.status).toBe(403);
  });

  await test.step("that somebody looked, and why, stands in the trail; what they saw does not", async () => {
    const sampled = "SELECT reason, after FROM audit_events WHERE action = 'topic.sampled' AND object_name = $1";
    const rows = await sqlAs("owner", sampled, [topic]);
    expect(rows).toMatchObject([{ reason: REASON }]);
    expect(JSON.stringify(rows)).not.toContain("4711");
  });
});
