import { expect, it } from "vitest";
import { NO_LOSS, TopicBench } from "./test-topic-bench.ts";

const bench = TopicBench.prepare();

it("counts a topic whose approval did not hold by what is desired of it again", async () => {
  const name = await bench.ready({ partitions: 1 });
  const { owner } = bench.installation;
  await owner.$executeRaw`UPDATE topics SET expected_bytes_per_second = 1000 WHERE name = ${name}`;
  const shorter = await bench.decide.change(name, { config: { "retention.ms": "86400000" } }, NO_LOSS);
  bench.cluster.alterConfigOutside(name, { "retention.ms": "2592000000" });
  await owner.$executeRaw`UPDATE topics SET estimated_bytes = 86400000 WHERE name = ${name}`;

  await bench.work();
  expect(await bench.requestState(shorter)).toMatchObject({ state: "stale" });
  const { config, estimatedBytes } = await owner.topic.findFirstOrThrow({ where: { name } });
  expect(config).toEqual({ "retention.ms": "604800000" });
  expect(estimatedBytes).toBe(604_800_000n);
});
