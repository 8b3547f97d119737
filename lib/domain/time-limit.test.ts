import { describe, expect, it } from "vitest";
import { processorTime, withinMs } from "./time-limit.ts";

/** Nothing is done meanwhile, as where the processor does other things. */
const pause = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const endless = () => {
  for (;;);
};

describe("work within a limit", () => {
  it("is stopped in the middle of a loop, after about its time", () => {
    const times = Array.from({ length: 5 }, () => {
      const spent = processorTime();
      expect(withinMs(40, endless)).toBeNull();
      return spent();
    });
    expect(Math.max(...times)).toBeGreaterThanOrEqual(20);
    // The least of them: a try that begins as the machine stops being busy may have all of its longer time.
    expect(Math.min(...times)).toBeLessThan(120);
  });

  it("is left alone where it is quick, and where it throws", () => {
    expect(withinMs(1_000, () => 7)).toEqual({ value: 7 });
    const failing = () => {
      throw new TypeError("bad");
    };
    expect(() => withinMs(1_000, failing)).toThrow(TypeError);
  });

  it("is not stopped because the machine is busy", () => {
    const quickOnBusyMachine = () => {
      pause(300);
      return 7;
    };
    expect(withinMs(200, quickOnBusyMachine)).toEqual({ value: 7 });
  });

  it.each([
    ["thrice, with all patience", 3, undefined],
    ["once, with none", 1, 1],
  ])("is given up where it gets nowhere: %s", (_, tries, patience) => {
    let begun = 0;
    const stuck = () => {
      begun += 1;
      pause(10_000);
    };
    expect(withinMs(10, stuck, patience)).toBeNull();
    expect(begun).toBe(tries);
  });
});
