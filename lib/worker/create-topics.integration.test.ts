import { expect, it } from "vitest";
import type { ClusterError } from "#lib/kafka/cluster-admin";
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
