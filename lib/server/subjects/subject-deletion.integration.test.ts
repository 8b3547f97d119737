import { describe, expect, it } from "vitest";
import { refused, succeeded } from "../access/test-access.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { requestSubjectDeletion } from "../commands/request-subject-deletion.ts";
import { runCommand } from "../run-command.ts";
import { SchemaBench } from "./test-schema-bench.ts";
import { FIRST, sees, settles, WITH_NOTE } from "./test-schema-world.ts";
import { slotsOf, subjectRequests } from "./test-subject-requests.ts";
import { avro } from "./test-subjects.ts";

const bench = SchemaBench.prepare({ rules: true });
const { ask, asked, both, subjectRow } = subjectRequests(bench);

describe("deletion", () => {
  it("is softly first, then for good: two decisions of an owner and the platform", async () => {
    await bench.managed(FIRST);
    expect(refused(await ask(requestSubjectDeletion, bench.people.member, { permanent: true }))).toMatchObject({
      code: "conflict",
      detail: "Version 1 is still registered. Only what was softly deleted before can go for good.",
    });

    const soft = await asked(requestSubjectDeletion);
    expect(slotsOf(soft)).toEqual(["owner-of-team", "platform-admin"]);
    await both(soft);
    expect(await subjectRow()).toMatchObject({ deletion: "soft" });
    expect(await bench.versions()).toMatchObject([{ desired: "deleted" }]);
    await settles(bench.database.owner, bench.subject);
    await sees(bench.database.owner, bench.subject, { versions: [{ schema: FIRST, deleted: true }] });
    expect(refused(await ask(requestSubjectDeletion, bench.people.member)).detail).toBe(`${bench.subject} is deleted.`);

    await both(await asked(requestSubjectDeletion, { permanent: true }));
    expect(await subjectRow()).toMatchObject({ deletion: "permanent" });
    expect(await bench.versions()).toMatchObject([{ desired: "purged" }]);
  });

  it("for good needs no sight of it: the registry shows nothing of a subject that is softly deleted", async () => {
    await bench.managed(FIRST);
    await both(await asked(requestSubjectDeletion));
    await sees(bench.database.owner, bench.subject, { versions: [] });
    const early = refused(await ask(requestSubjectDeletion, bench.people.member, { permanent: true }));
    expect(early.detail).toBe("Only what was softly deleted before can go for good.");

    await settles(bench.database.owner, bench.subject);
    await both(await asked(requestSubjectDeletion, { permanent: true }));
    expect(await bench.versions()).toMatchObject([{ desired: "purged" }]);
  });

  it("of all takes what came from outside as well", async () => {
    await bench.managed(FIRST, WITH_NOTE);
    await both(await asked(requestSubjectDeletion));
    expect(await bench.versions()).toMatchObject([
      { schema: FIRST, desired: "deleted" },
      { schema: WITH_NOTE, desired: "deleted", adoptedVersion: 2 },
    ]);
  });

  it("of one version leaves the others", async () => {
    await bench.managed(FIRST);
    await sees(bench.database.owner, bench.subject, { versions: [FIRST, WITH_NOTE] });
    await both(await asked(requestSubjectDeletion, { versions: [1, 1] }));
    expect(await bench.versions()).toMatchObject([{ schema: FIRST, desired: "deleted" }]);
    expect(await subjectRow()).toMatchObject({ deletion: null });
  });

  it.each([
    ["a version that is not there", { versions: [7] }, "There is no version 7."],
    ["no version at all", { versions: [] }, "versions: name a version, or leave it out for all."],
    ["a number that is none", { versions: [0] }, /^versions\.0/],
    ["a number beyond all", { versions: [2_147_483_648] }, /^versions\.0/],
    ["a fraction", { versions: [1.5] }, /^versions\.0/],
    [
      "more than can be read",
      { versions: Array.from({ length: 201 }, (_, index) => index + 1) },
      "versions: at most 200 versions.",
    ],
  ])("is refused for %s", async (_, more, detail) => {
    await bench.managed(FIRST);
    const failure = refused(await ask(requestSubjectDeletion, bench.people.member, more));
    if (typeof detail === "string") expect(failure.detail).toBe(detail);
    else expect(failure.detail).toMatch(detail);
  });

  it("is refused while another subject refers to it, then and at the approval", async () => {
    await bench.managed(FIRST);
    const using = `orders.using-${bench.count}-value`;
    const reference = { name: "example.orders.Placed", subject: bench.subject, version: 1 };
    const schema = avro("Using", [{ name: "placed", type: "example.orders.Placed" }]);
    const open = await asked(requestSubjectDeletion);
    await sees(bench.database.owner, using, { versions: [{ schema, references: [reference] }] });

    const why = `${using} version 1 refers to it; change that first.`;
    expect(refused(await bench.approve(bench.people.owner, open))).toMatchObject({ code: "stale_plan", detail: why });
    expect(refused(await ask(requestSubjectDeletion, bench.people.member))).toMatchObject({
      code: "conflict",
      detail: why,
    });
    await sees(bench.database.owner, using, { versions: [] });
    expect((await asked(requestSubjectDeletion)).state).toBe("submitted");
  });

  it("makes room for a new first schema under the same name, by whoever owns the topic", async () => {
    await bench.managed(FIRST);
    await both(await asked(requestSubjectDeletion));
    await settles(bench.database.owner, bench.subject);
    await sees(bench.database.owner, bench.subject, { versions: [{ schema: FIRST, deleted: true }] });
    const request = await bench.asked(WITH_NOTE);
    succeeded(
      await runCommand(bench.database.web, approveRequest, bench.people.owner, {
        requestId: request.id,
        fingerprint: request.fingerprint,
      }),
    );
    expect(await subjectRow()).toMatchObject({ deletion: null, generation: 3 });
    expect((await bench.versions()).map(({ desired }) => desired)).toEqual(["deleted", "registered"]);
  });
});
