import { describe, expect, it } from "vitest";
import { factorOf, loadOf, movingPartitions, type Placement, planMove } from "./place-replicas.ts";

const brokers = [1, 2, 3, 4].map((id) => ({ id, rack: id < 3 ? "a" : "b" }));
const at = (...replicas: number[]) => ({ replicas, adding: [] as number[], removing: [] as number[] });
const placed = (...partitions: Placement extends ReadonlyMap<number, infer One> ? One[] : never): Placement =>
  new Map(partitions.entries());
const plan = (placement: Placement, desired: number, ours = false, load = new Map<number, number>()) =>
  planMove(placement, desired, { ours, brokers, load });

describe("planMove", () => {
  it("adds replicas on other racks, then on the brokers that hold the fewest", () => {
    const load = loadOf([placed(at(1), at(3), at(3), at(2))]);
    expect(plan(placed(at(1), at(2)), 2, false, load)).toEqual({
      do: "send",
      targets: new Map([
        [0, [1, 4]],
        [1, [2, 4]],
      ]),
    });
    expect(plan(placed(at(1)), 3)).toEqual({ do: "send", targets: new Map([[0, [1, 3, 2]]]) });
  });

  it("keeps those that were named first, the preferred leader above all", () => {
    expect(plan(placed(at(3, 1, 2), at(2)), 1)).toEqual({ do: "send", targets: new Map([[0, [3]]]) });
  });

  it("gives up a replica on a broker that is away before one that is in use", () => {
    expect(plan(placed(at(9, 1, 2), at(1, 9, 2), at(9, 8, 1)), 2)).toEqual({
      do: "send",
      targets: new Map([
        [0, [1, 2]],
        [1, [1, 2]],
        [2, [1, 9]],
      ]),
    });
    expect(plan(placed(at(9, 1)), 3)).toEqual({ do: "send", targets: new Map([[0, [9, 1, 3]]]) });
  });

  it("says when there are too few brokers", () => {
    expect(plan(placed(at(1)), 5)).toEqual({
      do: "refuse",
      message: "The cluster has 4 brokers; 5 replicas need as many.",
    });
  });

  it("waits for a move under way, and takes back its own that is no longer wanted", () => {
    const growing = placed({ replicas: [1, 3], adding: [3], removing: [] }, at(2));
    expect(movingPartitions(growing)).toBe(1);
    expect(plan(growing, 2, true)).toEqual({ do: "wait" });
    expect(plan(growing, 1, true)).toEqual({ do: "send", targets: new Map([[0, null]]) });
    expect(plan(growing, 1)).toEqual({ do: "wait" });
  });

  it("has nothing to do when each partition has as many", () => {
    expect(plan(placed(at(1, 3), at(3, 1)), 2)).toEqual({ do: "nothing" });
  });
});

describe("factorOf", () => {
  it("counts what comes only when it is there", () => {
    const growing = placed({ replicas: [1, 3], adding: [3], removing: [] });
    expect(factorOf(growing, 2)).toBe(1);
    expect(factorOf(growing, 1)).toBe(2);
    expect(factorOf(placed(at(1, 3)), 2)).toBe(2);
    expect(factorOf(placed(at(1, 3), at(1)), 2)).toBe(1);
    expect(factorOf(placed(), 2)).toBeUndefined();
  });
});
