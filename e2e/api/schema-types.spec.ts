import { expect } from "@playwright/test";
import { makeSide, makeTopic, type Side, SOON } from "../support/access-world.ts";
import { registry } from "../support/registry-witness.ts";
import {
  approveJudged,
  askAbout,
  askSchema,
  avro,
  judgedByRegistry,
  makeVersion,
  type Schema,
  sampleOf,
  schemaRequest,
  subjectOf,
} from "../support/schema-world.ts";
import { test } from "../support/test.ts";

test.setTimeout(180_000);

const json = (properties: object, more: object = {}): Schema => ({
  schemaType: "JSON",
  schema: JSON.stringify({
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Placed",
    type: "object",
    properties,
    ...more,
  }),
});
const protobuf = (fields: string): Schema => ({
  schemaType: "PROTOBUF",
  schema: `syntax = "proto3";\npackage example.tests;\n\n// A record.\nmessage Placed {\n${fields}\n}\n`,
});
const text = { type: "string", description: "What it says." };

type Kind = { first: Schema; compatible: Schema; incompatible: Schema; value: object };
const KINDS: Record<string, Kind> = {
  "JSON Schema": {
    first: json({ id: text }, { additionalProperties: false }),
    compatible: json({ id: text, note: text }, { additionalProperties: false }),
    incompatible: json({ id: { type: "integer" } }, { additionalProperties: false }),
    value: { id: "4711" },
  },
  Protobuf: {
    first: protobuf("  string id = 1; // What it says."),
    compatible: protobuf("  string id = 1; // What it says.\n  string note = 2; // What it says."),
    incompatible: protobuf("  int64 id = 1; // What it says."),
    value: { id: "4711" },
  },
};

test.describe("the same way as Avro", () => {
  let side: Side;
  test.beforeAll(async ({ sessions }) => {
    side = await makeSide(sessions.admin, "types");
  });

  for (const [name, { first, compatible, incompatible, value }] of Object.entries(KINDS)) {
    test(`${name}: registered, refused in the registry's words, registered again, read in a sample`, async ({
      witness,
    }) => {
      const topic = await makeTopic(side);
      const subject = await makeVersion(side, topic, first);
      const registered = await registry.version(subject, 1);
      expect(registered).toMatchObject({ schemaType: first.schemaType });

      const refused = await judgedByRegistry(side.member, schemaRequest(topic, incompatible));
      expect(refused).toMatchObject({ submittable: false, impact: { verdict: { compatible: false } } });
      expect(refused.plan?.refusals[0]?.reason).toMatch(/^The registry finds it incompatible: \S/);
      expect((await side.member.post("/schema-requests", schemaRequest(topic, incompatible))).status).toBe(409);

      await makeVersion(side, topic, compatible);
      await expect.poll(() => registry.versions(subject), SOON).toEqual([1, 2]);

      await witness.produce(topic, await registry.encode(registered?.id ?? 0, value));
      const { sample } = await sampleOf(side.member, topic, "To see that it can be read.");
      expect(sample?.records).toMatchObject([{ value: { kind: "decoded", schemaId: registered?.id, value } }]);
    });
  }

  test("a reference between subjects: registered with it, shown both ways, and not to be deleted under it", async () => {
    const [topic, using] = [await makeTopic(side), await makeTopic(side)];
    const subject = await makeVersion(side, topic, avro("Address", [{ name: "city", type: "string" }]));
    const references = [{ name: "example.tests.Address", subject, version: 1 }];
    const placed = avro("Placed", [{ name: "address", type: "example.tests.Address" }]);

    const user = await makeVersion(side, using, { ...placed, references });

    expect(await registry.version(user, 1)).toMatchObject({ references });
    await expect
      .poll(async () => (await subjectOf(side.member, subject)).referencedBy, SOON)
      .toEqual([{ subject: user, version: 1 }]);
    expect((await subjectOf(side.member, user)).shown).toMatchObject({ definition: { references } });
    const deletion = await side.member.post(`/subjects/local/${subject}/deletion`, { reason: "It is not used." });
    expect(deletion).toMatchObject({
      status: 409,
      body: { detail: `${user} version 1 refers to it; change that first.` },
    });
  });

  test("a subject named by its record belongs to the team whose prefix it has, and to no other", async ({
    sessions,
  }) => {
    const subject = `${side.team.prefix}Shared`;
    const schema = json({ id: text }, { title: subject });
    const place = { strategy: "RecordNameStrategy", topic: null, part: null };
    const input = (team: string) => schemaRequest("", schema, { ...place, team });
    const other = await makeSide(sessions.admin, "others");
    const refused = await other.member.post("/schema-requests", input(other.team.slug));
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: "team" }] } });

    const request = await askSchema(side.member, input(side.team.slug));
    await approveJudged(side.owner, request);
    await expect.poll(() => registry.versions(subject), SOON).toEqual([1]);
    expect(await subjectOf(side.owner, subject)).toMatchObject({ team: { slug: side.team.slug }, topic: null });
  });

  test("another level is asked for and set: what it promises counts from then on", async () => {
    const topic = await makeTopic(side);
    const subject = await makeVersion(side, topic, avro("Placed", [{ name: "id", type: "string" }]));
    const request = await askAbout(side.member, subject, "compatibility", { compatibility: "FULL_TRANSITIVE" });
    await side.owner.post(`/requests/${request.id}/approve`, { fingerprint: request.fingerprint });
    await expect.poll(() => registry.level(subject), SOON).toBe("FULL_TRANSITIVE");
    const added = avro("Placed", [
      { name: "id", type: "string" },
      { name: "more", type: "string" },
    ]);
    const judged = await judgedByRegistry(side.member, schemaRequest(topic, added));
    expect(judged.impact?.verdict).toMatchObject({ compatible: false, level: "FULL_TRANSITIVE" });
    await expect(askSchema(side.member, schemaRequest(topic, added))).rejects.toThrow("409");
  });
});
