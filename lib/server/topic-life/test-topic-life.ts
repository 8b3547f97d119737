import { expect } from "vitest";
import type { Actor } from "#lib/domain/actor";
import { succeeded } from "../access/test-access.ts";
import type { AccessBench } from "../access/test-access-bench.ts";
import { requestTopicAdoption } from "../commands/request-topic-adoption.ts";
import { requestTopicChange } from "../commands/request-topic-change.ts";
import { requestTopicDeletion } from "../commands/request-topic-deletion.ts";
import { requestTopicRevert } from "../commands/request-topic-revert.ts";
import { createTestTopic, type TestTopic } from "./test-topics.ts";

/** What is said of a topic in each request about it. */
export function about({ name }: TestTopic, rest: object) {
  return { cluster: "local", name, reason: "Why.", ...rest };
}

/** What tests of requests about topics that are there do again and again; `word` makes the topics' names. */
export function topicLife(bench: AccessBench, word: string) {
  let made = 0;
  const changeBy = (actor: Actor, which: TestTopic, patch: object) =>
    bench.run(requestTopicChange, actor, about(which, { kind: "change", patch }));
  const change = (which: TestTopic, patch: object) => changeBy(bench.people.member, which, patch);
  return {
    /** A topic of orders, applied and seen. */
    topic: (wanted: Parameters<typeof createTestTopic>[3] = {}) => {
      made += 1;
      return createTestTopic(bench.database.owner, bench.people.teamId, `orders.${word}-${made}.v1`, wanted);
    },
    changeBy,
    change,
    revert: (which: TestTopic, rest: object = {}) =>
      bench.run(requestTopicRevert, bench.people.member, about(which, { kind: "revert", ...rest })),
    adopt: (which: TestTopic, rest: object = {}) =>
      bench.run(requestTopicAdoption, bench.people.member, about(which, { kind: "adopt", ...rest })),
    deletion: (which: TestTopic, rest: object = {}) =>
      bench.run(
        requestTopicDeletion,
        bench.people.member,
        about(which, { kind: "delete", confirm: which.name, ...rest }),
      ),
    /** A change that was asked for and approved by an owner, and is not yet on the cluster. */
    approved: async (which: TestTopic, patch: object) => {
      const request = succeeded(await change(which, patch));
      expect(succeeded(await bench.approve(bench.people.owner, request)).state).toBe("approved");
      return request;
    },
    topicNow: ({ id }: TestTopic) => bench.database.owner.topic.findUniqueOrThrow({ where: { id } }),
  };
}
