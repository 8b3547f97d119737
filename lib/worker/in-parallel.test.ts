import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { inParallel } from "./in-parallel.ts";

it("answers in order, never with more at once than allowed", async () => {
  let [running, most] = [0, 0];
  const doubled = await inParallel([3, 1, 2, 5, 4], 2, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await sleep(item);
    running -= 1;
    return item * 2;
  });
  expect(doubled).toEqual([6, 2, 4, 10, 8]);
  expect(most).toBe(2);
});

it("after a failure begins nothing more, and throws only when everything stands still", async () => {
  const ended: number[] = [];
  const work = async (item: number) => {
    await sleep(item);
    if (item === 1) throw new Error("no");
    ended.push(item);
  };
  await expect(inParallel([20, 1, 3], 2, work)).rejects.toThrow("no");
  expect(ended).toEqual([20]);
});
