import { describe, expect, it } from "vitest";
import { editRequest } from "../commands/edit-request.ts";
import { rejectRequest } from "../commands/reject-request.ts";
import { requestTopic } from "../commands/request-topic.ts";
import { previewTopicRequest } from "../queries/preview-topic-request.ts";
import { runQuery } from "../run-query.ts";
import { topicInput } from "../test-people.ts";
import { inDays, refused, succeeded } from "./test-access.ts";
import { AccessBench } from "./test-access-bench.ts";

const bench = AccessBench.prepare({ rules: true });

describe("a topic and access to it in one request", () => {
  const bundle = (name: string, more: object = {}) => ({
    ...topicInput(name),
    access: [
      {
        application: "orders-own",
        operation: "consume",
        consumerGroup: { name: `orders-own.${name}` },
        expiresAt: inDays(20),
        ...more,
      },
    ],
  });
  const asked = async (name: string) => succeeded(await bench.run(requestTopic, bench.people.member, bundle(name)));

  it("waits for the topic, and goes through once it is approved", async () => {
    const topicRequest = await asked("orders.new-1.v1");
    const [access] = topicRequest.access;
    expect(refused(await bench.approve(bench.people.owner, access))).toMatchObject({
      code: "conflict",
      extra: { dependsOn: topicRequest.id },
    });
    succeeded(await bench.approve(bench.people.owner, topicRequest));
    expect(succeeded(await bench.approve(bench.people.owner, access)).state).toBe("approved");
    expect((await bench.grantRow((await bench.requestRow(access?.id)).grantId ?? "")).resourceName).toBe(
      "orders.new-1.v1",
    );
  });

  it("becomes stale with the topic", async () => {
    const topicRequest = await asked("orders.new-2.v1");
    succeeded(
      await bench.run(rejectRequest, bench.people.owner, { requestId: topicRequest.id, reason: "Use another." }),
    );
    expect((await bench.requestRow(topicRequest.access[0]?.id)).state).toBe("stale");
  });

  it("keeps its name while access waits for it", async () => {
    const topicRequest = await asked("orders.new-3.v1");
    const { kind: _, cluster: __, team: ___, ...rest } = topicInput("orders.new-4.v1");
    const edit = { ...rest, requestId: topicRequest.id, version: 1 };
    expect(refused(await bench.run(editRequest, bench.people.member, edit)).code).toBe("conflict");
  });

  it("is previewed together, each field under its own path", async () => {
    const preview = async (more: object) => {
      const answer = await runQuery(
        bench.database.web,
        previewTopicRequest,
        bench.people.member,
        bundle("orders.new-5.v1", more),
      );
      return answer.ok ? answer.value : (answer.failure.extra?.preview as object);
    };
    expect(await preview({})).toMatchObject({ submittable: true, errors: [], conflicts: [], violations: [] });
    expect(await preview({ application: "rival" })).toMatchObject({ errors: [{ path: "access.0.application" }] });
    expect(await preview({ consumerGroup: null })).toMatchObject({ errors: [{ path: "access.0.consumerGroup" }] });
    expect(await preview({ consumerGroup: { name: "rival.x" } })).toMatchObject({
      submittable: false,
      conflicts: [{ path: "access.0.consumerGroup.name" }],
    });
    expect(await preview({ expiresAt: inDays(900) })).toMatchObject({
      submittable: false,
      violations: [{ path: "access.0.expiresAt" }],
    });
  });

  it.each([
    ["an application of others", { application: "rival" }, "invalid_input", "access.0.application"],
    ["an application that does not exist", { application: "ghost" }, "invalid_input", "access.0.application"],
    ["another's group", { consumerGroup: { name: "rival.x" } }, "conflict", "access.0.consumerGroup.name"],
    ["an end beyond the rules", { expiresAt: inDays(900) }, "policy_violated", "access.0.expiresAt"],
  ])("stores nothing with %s", async (_, more, code, path) => {
    const name = "orders.never.v1";
    const failure = refused(await bench.run(requestTopic, bench.people.member, bundle(name, more)));
    expect(failure).toMatchObject({ code, errors: [{ path }] });
    expect(await bench.database.owner.request.count({ where: { objectName: name } })).toBe(0);
  });
});
