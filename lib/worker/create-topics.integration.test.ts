import { expect, it } from "vitest";
import { ClusterCallFailed, type ClusterError } from "#lib/kafka/cluster-admin";
import { reconcileTopics } from "./reconcile-topics.ts";
import { TopicBench } from "./test-topic-bench.ts";

const bench = TopicBench.prepare();

it("a commit that fails while the cluster is still asked ends the round, and never the process", async () => {
  const [refused, late] = [bench.named(), bench.named()];
  await bench.installation.approve([refused, late]);
  const busy: ClusterError = { code: "quota_exceeded", retriable: true, message: "Later." };
  bench.cluster.faults = {
    refuse: ({ method }, name) => (method === "createTopics" && name === refused.name ? busy : undefined),
  };
  bench.cluster.metadata.lag();
  await bench.takeOver("worker-2", (step) => {
    if (step === "committed") throw new Error("The database went away.");
  });

  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  process.on("unhandledRejection", note);
  await expect(reconcileTopics(bench.session)).rejects.toThrow("The database went away.");
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

it("what was seen before the cluster stopped answering is observed, and the failure is told", async () => {
  const [shown, late] = [bench.named(), bench.named()];
  await bench.installation.approve([shown, late]);
  const unknown: ClusterError = { code: "unknown_topic", retriable: true, message: "Not here." };
  const gone: ClusterError = { code: "timed_out", retriable: true, message: "The cluster did not answer in time." };
  bench.cluster.faults = {
    // The first look tells of one of them; the second, about the other alone, gets no answer.
    refuse: ({ method }, name) => (method === "describeTopics" && name === late.name ? unknown : undefined),
    before: ({ method, names }) => {
      if (method === "describeTopics" && !names.includes(shown.name)) throw new ClusterCallFailed(gone);
    },
  };
  await expect(reconcileTopics(bench.session)).rejects.toThrow("The cluster did not answer in time.");

  expect(await bench.status(shown.name)).toMatchObject({ state: "ready" });
  expect(await bench.status(late.name)).toMatchObject({ state: "pending", reason: "not_visible_yet" });
  const observed = await bench.installation.owner.topicObservation.findMany();
  expect(observed.map(({ name, kafkaTopicId }) => [name, kafkaTopicId])).toEqual([
    [shown.name, bench.live(shown.name)?.topicId],
  ]);
});
