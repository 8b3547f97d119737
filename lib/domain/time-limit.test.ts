import { describe, expect, it } from "vitest";
import { processorTime, withinMs } from "./time-limit.ts";

/** Nothing is done meanwhile, as where the processor does other things. */
const pause = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const endless = () => {
  for (;;);
};

describe("work within a limit", () => {
  it("is stopped in the middle of a loop, after about its time", () => {
    const spent = processorTime();
    expect(withinMs(20, endless)).toBeNull();
    expect(spent()).toBeGreaterThanOrEqual(10);
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

  it("is given up where it gets nowhere", () => {
    expect(withinMs(10, () => pause(10_000))).toBeNull();
  });
});
