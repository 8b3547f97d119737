import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "#lib/domain/actor";
import { refused, succeeded } from "../access/test-access.ts";
import { requestCompatibility } from "../commands/request-compatibility.ts";
import { requestSubjectDeletion } from "../commands/request-subject-deletion.ts";
import { retrySubject } from "../commands/retry-subject.ts";
import { runCommand } from "../run-command.ts";
import { SchemaBench } from "./test-schema-bench.ts";
import { FIRST } from "./test-schema-world.ts";
import { type AnyCommand, slotsOf, subjectRequests } from "./test-subject-requests.ts";

const bench = SchemaBench.prepare({ rules: true });
const { ask, asked, both, subjectRow } = subjectRequests(bench);
const setState = async (state: string, reason: string | null = null) =>
  bench.database.owner.subjectStatus.update({ where: { subjectId: (await subjectRow()).id }, data: { state, reason } });

describe("another level", () => {
  beforeEach(() => bench.managed(FIRST));

  it("that promises more is an owner's to approve, and the desired one from then on", async () => {
    const request = await asked(requestCompatibility, { compatibility: "FULL" });
    expect(slotsOf(request)).toEqual(["owner-of-team"]);
    succeeded(await bench.approve(bench.people.owner, request));
    expect(await subjectRow()).toMatchObject({ compatibility: "FULL", generation: 2 });
  });

  it("that promises something else is the platform's too: what readers relied on goes", async () => {
    await bench.database.owner.registrySubject.update({
      where: { id: (await subjectRow()).id },
      data: { compatibility: "FULL" },
    });
    const request = await asked(requestCompatibility, { compatibility: "BACKWARD" });
    expect(slotsOf(request)).toEqual(["owner-of-team", "platform-admin"]);
    expect((await both(request)).state).toBe("approved");
    expect(await subjectRow()).toMatchObject({ compatibility: "BACKWARD" });
  });

  it.each([
    ["below the rules", "FORWARD", "policy_violated"],
    ["that it has already", "BACKWARD", "conflict"],
    ["that no registry knows", "backward", "invalid_input"],
  ])("%s is refused", async (_, compatibility, code) => {
    expect(refused(await ask(requestCompatibility, bench.people.member, { compatibility }))).toMatchObject({
      code,
      errors: [{ path: "compatibility" }],
    });
  });

  it("becomes stale when it is so by now", async () => {
    const request = await asked(requestCompatibility, { compatibility: "FULL" });
    await bench.database.owner.registrySubject.update({
      where: { id: (await subjectRow()).id },
      data: { compatibility: "FULL" },
    });
    expect(refused(await bench.approve(bench.people.owner, request))).toMatchObject({
      code: "stale_plan",
      detail: `${bench.subject} has FULL already.`,
    });
  });

  it("is asked for once at a time, and by two people at once only by one of them", async () => {
    const results = await Promise.all([
      ask(requestCompatibility, bench.people.member, { compatibility: "FULL" }),
      ask(requestCompatibility, bench.people.owner, { compatibility: "FULL_TRANSITIVE" }),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ failure: { code: "conflict" } });
  });
});

describe("a request about a subject", () => {
  it.each<[string, AnyCommand, object]>([
    ["another level", requestCompatibility, { compatibility: "FULL" }],
    ["its deletion", requestSubjectDeletion, {}],
    ["a new try", retrySubject, {}],
  ])("for %s is for the team that owns it", async (_, command, more) => {
    await bench.managed(FIRST);
    const { reason: _reason, ...rest } = { reason: "", ...more };
    const input =
      command === retrySubject
        ? { cluster: "local", subject: bench.subject }
        : { cluster: "local", subject: bench.subject, reason: "Now.", ...rest };
    const run = (actor: Actor, name = bench.subject) =>
      runCommand(bench.database.web, command, actor, { ...input, subject: name });
    expect(refused(await run(bench.people.stranger)).code).toBe("forbidden");
    expect(refused(await run(bench.people.analyst)).code).toBe("forbidden");
    expect(refused(await run(bench.people.member, "orders.ghost-value")).code).toBe("not_found");
  });

  it("becomes stale when the subject is another team's by then", async () => {
    await bench.managed(FIRST);
    const request = await asked(requestCompatibility, { compatibility: "FULL" });
    await bench.database.owner.registrySubject.update({
      where: { id: (await subjectRow()).id },
      data: { teamId: bench.people.analyticsTeamId },
    });
    expect(refused(await bench.approve(bench.people.owner, request))).toMatchObject({
      code: "stale_plan",
      detail: `${bench.subject} is gone, or belongs to another team by now.`,
    });
  });
});

describe("a new try", () => {
  it("is made due of what is blocked, and of nothing else; what is desired stays", async () => {
    await bench.managed(FIRST);
    const retry = () =>
      runCommand(bench.database.web, retrySubject, bench.people.member, { cluster: "local", subject: bench.subject });
    expect(refused(await retry())).toMatchObject({ code: "conflict", detail: `${bench.subject} is not blocked.` });

    await setState("blocked", "invalid_schema");
    succeeded(await retry());
    const { id, generation } = await subjectRow();
    expect(generation).toBe(1);
    expect(await bench.database.owner.subjectStatus.findUnique({ where: { subjectId: id } })).toMatchObject({
      dueAt: expect.any(Date),
      attempt: 0,
    });
  });
});
