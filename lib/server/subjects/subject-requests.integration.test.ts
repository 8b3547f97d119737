import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "#lib/domain/actor";
import { refused, succeeded } from "../access/test-access.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { requestCompatibility } from "../commands/request-compatibility.ts";
import { requestSubjectAdoption } from "../commands/request-subject-adoption.ts";
import { requestSubjectDeletion } from "../commands/request-subject-deletion.ts";
import { requestSubjectRevert } from "../commands/request-subject-revert.ts";
import { retrySubject } from "../commands/retry-subject.ts";
import { runCommand } from "../run-command.ts";
import { SchemaBench } from "./test-schema-bench.ts";
import { FIRST, sees, settles, WITH_NOTE } from "./test-schema-world.ts";
import { avro } from "./test-subjects.ts";

const bench = SchemaBench.prepare({ rules: true });

type AnyCommand = Parameters<typeof runCommand>[1];
type Asked = { id: number; fingerprint: string; state: string; requiredApprovals: { id: string }[] };
const ask = (command: AnyCommand, actor: Actor, more: object = {}) =>
  runCommand(bench.database.web, command, actor, {
    cluster: "local",
    subject: bench.subject,
    reason: "It is time.",
    ...more,
  });
const asked = async (command: AnyCommand, more: object = {}, actor = bench.people.member) =>
  succeeded(await ask(command, actor, more)) as Asked;
const both = async (request: Asked) => {
  succeeded(await bench.approve(bench.people.owner, request));
  return succeeded(await bench.approve(bench.people.admin, request));
};
const slots = ({ requiredApprovals }: Asked) => requiredApprovals.map(({ id }) => id);
const subjectRow = (name = bench.subject) => bench.database.owner.registrySubject.findFirstOrThrow({ where: { name } });
const setState = async (state: string, reason: string | null = null) =>
  bench.database.owner.subjectStatus.update({ where: { subjectId: (await subjectRow()).id }, data: { state, reason } });

describe("another level", () => {
  beforeEach(() => bench.managed(FIRST));

  it("that promises more is an owner's to approve, and the desired one from then on", async () => {
    const request = await asked(requestCompatibility, { compatibility: "FULL" });
    expect(slots(request)).toEqual(["owner-of-team"]);
    succeeded(await bench.approve(bench.people.owner, request));
    expect(await subjectRow()).toMatchObject({ compatibility: "FULL", generation: 2 });
  });

  it("that promises something else is the platform's too: what readers relied on goes", async () => {
    await bench.database.owner.registrySubject.update({
      where: { id: (await subjectRow()).id },
      data: { compatibility: "FULL" },
    });
    const request = await asked(requestCompatibility, { compatibility: "BACKWARD" });
    expect(slots(request)).toEqual(["owner-of-team", "platform-admin"]);
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

describe("a subject that nobody owns", () => {
  it("becomes a team's with its level and all that lives in it; the platform agrees", async () => {
    await sees(bench.database.owner, bench.subject, {
      versions: [{ schema: avro("Old", []), deleted: true }, FIRST, WITH_NOTE],
    });
    const request = await asked(requestSubjectAdoption, { team: "orders" });
    expect(slots(request)).toEqual(["platform-admin"]);
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
    expect(slots(request)).toEqual(["owner-of-team"]);
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

describe("deletion", () => {
  it("is softly first, then for good: two decisions of an owner and the platform", async () => {
    await bench.managed(FIRST);
    expect(refused(await ask(requestSubjectDeletion, bench.people.member, { permanent: true }))).toMatchObject({
      code: "conflict",
      detail: "Version 1 is still registered. Only what was softly deleted before can go for good.",
    });

    const soft = await asked(requestSubjectDeletion);
    expect(slots(soft)).toEqual(["owner-of-team", "platform-admin"]);
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
