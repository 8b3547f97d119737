import { expect, it } from "vitest";
import { pause, WakeUp } from "./wake-up.ts";

const never = new AbortController().signal;
const AN_HOUR = 3_600_000;

it("wakes who waits", async () => {
  const bell = new WakeUp();
  const waiting = bell.wait(AN_HOUR, never);
  bell.ring();
  await waiting;
});

it("does not let anybody wait who was rung for before, and rings that came together count once", async () => {
  const bell = new WakeUp();
  bell.ring();
  bell.ring();
  await bell.wait(AN_HOUR, never);

  let woken = false;
  const waiting = bell.wait(AN_HOUR, never).then(() => {
    woken = true;
  });
  await pause(5, never);
  expect(woken).toBe(false);
  bell.ring();
  await waiting;
});

it("ends with the time, and with the signal", async () => {
  const bell = new WakeUp();
  await bell.wait(1, never);
  const stop = new AbortController();
  const waiting = [bell.wait(AN_HOUR, stop.signal), pause(AN_HOUR, stop.signal)];
  stop.abort();
  await Promise.all(waiting);
  await bell.wait(AN_HOUR, stop.signal);
});
