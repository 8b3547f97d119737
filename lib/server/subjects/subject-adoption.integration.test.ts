import { describe, expect, it } from "vitest";
import { refused, succeeded } from "../access/test-access.ts";
import { requestSubjectAdoption } from "../commands/request-subject-adoption.ts";
import { requestSubjectDeletion } from "../commands/request-subject-deletion.ts";
import { requestSubjectRevert } from "../commands/request-subject-revert.ts";
import { SchemaBench } from "./test-schema-bench.ts";
import { FIRST, sees, WITH_NOTE } from "./test-schema-world.ts";
import { slotsOf, subjectRequests } from "./test-subject-requests.ts";
import { avro } from "./test-subjects.ts";

const bench = SchemaBench.prepare({ rules: true });
const { ask, asked, both, subjectRow } = subjectRequests(bench);

describe("a subject that nobody owns", () => {
  it("becomes a team's with its level and all that lives in it; the platform agrees", async () => {
    await sees(bench.database.owner, bench.subject, {
      versions: [{ schema: avro("Old", []), deleted: true }, FIRST, WITH_NOTE],
    });
    const request = await asked(requestSubjectAdoption, { team: "orders" });
    expect(slotsOf(request)).toEqual(["platform-admin"]);
    expect(refused(await bench.approve(bench.people.owner, request)).code).toBe("forbidden");
    succeeded(await bench.approve(bench.people.admin, request));

    expect(await subjectRow()).toMatchObject({
      ...{ teamId: bench.people.teamId, topicName: bench.topic, part: "value", strategy: "TopicNameStrategy" },
      compatibility: "BACKWARD",
    });
    expect(await bench.versions()).toMatchObject([
      { schema: FIRST, adoptedVersion: 2, desired: "registered" },
      { schema: WITH_NOTE, adoptedVersion: 3 },
    ]);
  });

  it("is inferred to describe the topic in its name, and belongs to that topic's team and no other", async () => {
    await sees(bench.database.owner, bench.subject, { versions: [FIRST] });
    const more = { team: "analytics" };
    expect(refused(await ask(requestSubjectAdoption, bench.people.analyst, more))).toMatchObject({
      code: "invalid_input",
      errors: [{ path: "team", message: `${bench.subject} would be Orders's, not Analytics's.` }],
    });
    expect(refused(await ask(requestSubjectAdoption, bench.people.stranger, { team: "orders" })).code).toBe(
      "forbidden",
    );
  });

  it("is shown to break rules, and adopted all the same: it is there already", async () => {
    await sees(bench.database.owner, bench.subject, { versions: [FIRST], level: "NONE" });
    const request = await asked(requestSubjectAdoption, { team: "orders" });
    const { violations } = await bench.database.owner.request.findUniqueOrThrow({ where: { id: request.id } });
    expect(violations).toMatchObject([{ path: "compatibility", enforcement: "deny" }]);
    expect(succeeded(await bench.approve(bench.people.admin, request)).state).toBe("approved");
    expect(await subjectRow()).toMatchObject({ compatibility: "NONE" });
  });

  it("may be called anything that a registry takes", async () => {
    const subject = `legacy/%2F.. ${bench.count} ü`;
    await sees(bench.database.owner, subject, { versions: [FIRST] });
    const request = await asked(requestSubjectAdoption, { subject, team: "orders" });
    succeeded(await bench.approve(bench.people.admin, request));
    expect(await subjectRow(subject)).toMatchObject({ topicName: null, strategy: "RecordNameStrategy" });
  });

  it("becomes stale when it left the registry, and is replanned when it grew", async () => {
    await sees(bench.database.owner, bench.subject, { versions: [FIRST] });
    const request = await asked(requestSubjectAdoption, { team: "orders" });
    await sees(bench.database.owner, bench.subject, { versions: [FIRST, WITH_NOTE] });
    expect(refused(await bench.approve(bench.people.admin, request)).code).toBe("stale_plan");
    const { fingerprint, state } = await bench.database.owner.request.findUniqueOrThrow({ where: { id: request.id } });
    expect(state).toBe("submitted");
    await sees(bench.database.owner, bench.subject, { versions: [] });
    expect(refused(await bench.approve(bench.people.admin, { ...request, fingerprint })).detail).toBe(
      `${bench.subject} is not in the registry any more.`,
    );
  });

  it("is asked for once, also by two people at once", async () => {
    await sees(bench.database.owner, bench.subject, { versions: [FIRST] });
    const results = await Promise.all(
      [bench.people.member, bench.people.owner].map((actor) => ask(requestSubjectAdoption, actor, { team: "orders" })),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ failure: { code: "conflict" } });
  });

  it("has to be in the registry", async () => {
    expect(refused(await ask(requestSubjectAdoption, bench.people.member, { team: "orders" }))).toMatchObject({
      errors: [{ path: "subject", message: `${bench.subject} is not in the registry of local.` }],
    });
  });
});

describe("a subject that was changed outside", () => {
  it("is adopted as it is: what came is desired, what went is not, the level is the one in force", async () => {
    await bench.managed(FIRST);
    const outside = avro("Placed", []);
    await sees(bench.database.owner, bench.subject, {
      versions: [{ schema: FIRST, deleted: true }, outside],
      level: "FULL",
    });
    const request = await asked(requestSubjectAdoption);
    expect(slotsOf(request)).toEqual(["owner-of-team"]);
    succeeded(await bench.approve(bench.people.owner, request));

    expect(await bench.versions()).toMatchObject([
      { schema: FIRST, desired: "deleted" },
      { schema: outside, desired: "registered", adoptedVersion: 2 },
    ]);
    expect(await subjectRow()).toMatchObject({ compatibility: "FULL", generation: 2 });
  });

  it("is not adopted where nothing differs", async () => {
    await bench.managed(FIRST);
    expect(refused(await ask(requestSubjectAdoption, bench.people.member)).code).toBe("conflict");
  });

  it("is put back by one approval, as its next generation", async () => {
    await bench.managed(FIRST);
    await sees(bench.database.owner, bench.subject, {
      versions: [{ schema: FIRST, deleted: true }, WITH_NOTE],
      level: "NONE",
    });
    const request = await asked(requestSubjectRevert);
    expect(await bench.database.owner.request.findUniqueOrThrow({ where: { id: request.id } })).toMatchObject({
      patch: { compatibility: "BACKWARD", missing: [1] },
    });
    succeeded(await bench.approve(bench.people.owner, request));
    expect(await subjectRow()).toMatchObject({ compatibility: "BACKWARD", generation: 2 });
  });

  it("is not put back where nothing differs, and no longer once it is as it should be", async () => {
    await bench.managed(FIRST);
    expect(refused(await ask(requestSubjectRevert, bench.people.member)).code).toBe("conflict");
    await sees(bench.database.owner, bench.subject, { versions: [FIRST], level: "NONE" });
    const request = await asked(requestSubjectRevert);
    await sees(bench.database.owner, bench.subject, { versions: [FIRST] });
    expect(refused(await bench.approve(bench.people.owner, request))).toMatchObject({
      code: "stale_plan",
      detail: `${bench.subject} is as it should be again.`,
    });
  });

  it("has a version that came from outside deleted, which is desired to be gone from then on", async () => {
    await bench.managed(FIRST, WITH_NOTE);
    const request = await asked(requestSubjectDeletion, { versions: [2] });
    expect((await both(request)).state).toBe("approved");
    expect(await bench.versions()).toMatchObject([
      { schema: FIRST, desired: "registered" },
      { schema: WITH_NOTE, desired: "deleted", adoptedVersion: 2 },
    ]);
  });

  it("has a version that came and was softly deleted outside purged, which is desired to be gone for good", async () => {
    await bench.managed(FIRST);
    await sees(bench.database.owner, bench.subject, { versions: [FIRST, { schema: WITH_NOTE, deleted: true }] });
    expect((await both(await asked(requestSubjectDeletion, { versions: [2], permanent: true }))).state).toBe(
      "approved",
    );
    expect(await bench.versions()).toMatchObject([
      { schema: FIRST, desired: "registered" },
      { schema: WITH_NOTE, desired: "purged", adoptedVersion: 2 },
    ]);
  });
});
