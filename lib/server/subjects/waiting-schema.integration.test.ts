import { describe, expect, it } from "vitest";
import { refused, succeeded } from "../access/test-access.ts";
import { rejectRequest } from "../commands/reject-request.ts";
import { withdrawRequest } from "../commands/withdraw-request.ts";
import { previewSchemaRequest } from "../queries/preview-schema-request.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { SchemaBench } from "./test-schema-bench.ts";
import { FIRST, judges, schemaInput, sees, settles, WITH_NOTE, WITHOUT_TOTAL } from "./test-schema-world.ts";
import { avro } from "./test-subjects.ts";

const bench = SchemaBench.prepare({ rules: true });

const subjectRow = () => bench.database.owner.registrySubject.findFirst({ where: { name: bench.subject } });

describe("while it waits", () => {
  it("another latest version in the registry makes it another plan, which has to be read", async () => {
    await bench.managed(FIRST);
    await judges(bench.database.owner, bench.subject, WITH_NOTE, { compatible: true });
    const request = await bench.asked(WITH_NOTE);
    const other = avro("Placed", [
      { name: "id", type: "string", doc: "The order." },
      { name: "total", type: "long", doc: "Cents." },
    ]);
    await sees(bench.database.owner, bench.subject, { versions: [FIRST, other] });

    expect(refused(await bench.approve(bench.people.owner, request)).code).toBe("unavailable");
    await judges(bench.database.owner, bench.subject, WITH_NOTE, { compatible: true });
    expect(refused(await bench.approve(bench.people.owner, request)).code).toBe("stale_plan");
    const { fingerprint, plan } = await bench.requestRow(request.id);
    expect(JSON.stringify(plan)).toContain("version 2 (");
    expect(succeeded(await bench.approve(bench.people.owner, { id: request.id, fingerprint })).state).toBe("approved");
  });

  it("it becomes stale when the very schema came there from outside", async () => {
    await bench.managed(FIRST);
    await judges(bench.database.owner, bench.subject, WITH_NOTE, { compatible: true });
    const request = await bench.asked(WITH_NOTE);
    await sees(bench.database.owner, bench.subject, { versions: [FIRST, WITH_NOTE] });
    expect(refused(await bench.approve(bench.people.owner, request))).toMatchObject({
      code: "stale_plan",
      detail: `It is version 2 of ${bench.subject} already.`,
    });
    expect((await bench.requestRow(request.id)).state).toBe("stale");
  });

  it("it becomes stale when the topic is another team's", async () => {
    const request = await bench.asked(FIRST);
    await bench.database.owner.topic.updateMany({
      where: { name: bench.topic },
      data: { teamId: bench.people.analyticsTeamId },
    });
    expect(refused(await bench.approve(bench.people.owner, request))).toMatchObject({
      code: "stale_plan",
      detail: `${bench.subject} is not Orders's any more.`,
    });
    expect((await bench.requestRow(request.id)).state).toBe("stale");
  });

  it("it is judged by the level of then", async () => {
    await bench.managed(FIRST);
    await judges(bench.database.owner, bench.subject, WITH_NOTE, { compatible: true });
    const request = await bench.asked(WITH_NOTE);
    await bench.database.owner.registrySubject.updateMany({
      where: { name: bench.subject },
      data: { compatibility: "FULL" },
    });
    expect(refused(await bench.approve(bench.people.owner, request)).code).toBe("unavailable");
    await judges(bench.database.owner, bench.subject, WITH_NOTE, { compatible: true, level: "FULL" });
    expect(succeeded(await bench.approve(bench.people.owner, request)).state).toBe("approved");
    expect(await subjectRow()).toMatchObject({ compatibility: "FULL" });
  });

  it("it waits for the level that was decided, and says what has to happen first", async () => {
    await bench.managed(FIRST);
    const request = await bench.asked(WITH_NOTE);
    expect(refused(await bench.approve(bench.people.owner, request)).detail).toContain("it is being asked");
    await bench.database.owner.registrySubject.updateMany({
      where: { name: bench.subject },
      data: { compatibility: "FULL" },
    });
    expect(refused(await bench.approve(bench.people.owner, request))).toMatchObject({
      code: "unavailable",
      detail:
        `${bench.subject}'s level in the registry is BACKWARD, and FULL was decided: it is judged once the worker has set it, ` +
        "or the difference is reverted or adopted.",
    });
  });

  it("it cannot be approved while the registry holds something else than was decided", async () => {
    await bench.managed(FIRST);
    await judges(bench.database.owner, bench.subject, WITH_NOTE, { compatible: true });
    const request = await bench.asked(WITH_NOTE);
    const { id: subjectId } = await bench.database.owner.registrySubject.findFirstOrThrow({
      where: { name: bench.subject },
    });
    const become = (state: string) =>
      bench.database.owner.subjectStatus.update({ where: { subjectId }, data: { state } });
    await become("drifted");
    expect(refused(await bench.approve(bench.people.owner, request))).toMatchObject({
      code: "conflict",
      errors: [{ path: "subject" }],
    });
    await become("ready");
    expect(succeeded(await bench.approve(bench.people.owner, request)).state).toBe("approved");
  });

  it("no second one is taken", async () => {
    const request = await bench.asked(FIRST);
    expect(refused(await bench.ask(bench.people.owner, WITH_NOTE))).toMatchObject({
      code: "conflict",
      detail: expect.stringContaining(`request ${request.id} has to be decided first`),
    });
    succeeded(
      await runCommand(bench.database.web, rejectRequest, bench.people.owner, { requestId: request.id, reason: "No." }),
    );
    expect((await bench.asked(WITH_NOTE)).state).toBe("submitted");
  });

  it("a preview says the same as the command, and stores nothing", async () => {
    await bench.managed(FIRST);
    await judges(bench.database.owner, bench.subject, WITHOUT_TOTAL, { compatible: true });
    const answer = await runQuery(
      bench.database.web,
      previewSchemaRequest,
      bench.people.member,
      schemaInput(WITHOUT_TOTAL, { topic: bench.topic }),
    );
    const preview = succeeded(answer);
    expect(preview).toMatchObject({
      submittable: true,
      risk: "high",
      nextMajorTopic: bench.topic.replace("v1", "v2"),
      impact: {
        base: { version: 1 },
        changes: [{ field: "total", what: "removed" }],
        verdict: { state: "judged", compatible: true },
      },
    });
    expect(await bench.database.owner.request.count({ where: { objectName: bench.subject, state: "submitted" } })).toBe(
      0,
    );
    const request = await bench.asked(WITHOUT_TOTAL);
    expect(request.fingerprint).toBe(preview.fingerprint);
    expect(request.plan).toEqual(preview.plan);
  });
});

describe("at the same moment", () => {
  it.each(["two people", "one person twice"])("only one of two submissions for one subject wins: %s", async (who) => {
    const second = who === "two people" ? bench.people.owner : bench.people.member;
    const results = await Promise.all([bench.ask(bench.people.member, FIRST), bench.ask(second, WITH_NOTE)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({
      failure: { code: "conflict", errors: [{ path: "subject" }] },
    });
  });

  it("one of two approvals wins, and there is one version", async () => {
    const request = await bench.asked(FIRST);
    const results = await Promise.all([
      bench.approve(bench.people.owner, request),
      bench.approve(bench.people.secondOwner, request),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ failure: { code: "conflict" } });
    expect(await bench.versions()).toHaveLength(1);
  });

  it("it is approved or withdrawn, never both", async () => {
    const request = await bench.asked(FIRST);
    const [approved, withdrawn] = await Promise.all([
      bench.approve(bench.people.owner, request),
      runCommand(bench.database.web, withdrawRequest, bench.people.member, { requestId: request.id, reason: "" }),
    ]);
    expect([approved.ok, withdrawn.ok].filter(Boolean)).toHaveLength(1);
    expect((await bench.requestRow(request.id)).state).toBe(approved.ok ? "approved" : "withdrawn");
    expect((await subjectRow()) !== null).toBe(approved.ok);
  });

  it("a version and the next are registered in the order of their approvals", async () => {
    await bench.managed(FIRST);
    await judges(bench.database.owner, bench.subject, WITH_NOTE, { compatible: true });
    succeeded(await bench.approve(bench.people.owner, await bench.asked(WITH_NOTE)));
    await settles(bench.database.owner, bench.subject);
    expect((await bench.versions()).map(({ ordinal }) => ordinal)).toEqual([1, 2]);
  });
});
