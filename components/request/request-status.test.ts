import { expect, test } from "vitest";
import type { Progress } from "#lib/contract/requests";
import { REQUEST_STATES } from "#lib/domain/request";
import { requestStatus } from "./request-status.ts";

const progress = (step: Progress["step"]): Progress => ({ step, since: null, message: "", verifiedAt: null });

test("only what was seen on the cluster is called applied", () => {
  const steps = ["applying", "waiting", "blocked", null] as const;
  for (const step of steps) {
    expect(requestStatus({ state: "approved", progress: progress(step) }).word).toMatch(/^Approved, /);
  }
  expect(requestStatus({ state: "approved", progress: progress("applied") }).word).toBe("Applied");
  expect(requestStatus({ state: "applied", progress: progress("applied") }).word).toBe("Applied");
});

test("a request says that it waits for the reader only while it can be decided", () => {
  expect(requestStatus({ state: "submitted", progress: progress(null) }, true).word).toBe("Waiting for you");
  expect(requestStatus({ state: "rejected", progress: progress(null) }, true).word).toBe("Rejected");
  expect(requestStatus({ state: "submitted", progress: progress(null) }, false, true).word).toBe("Waiting for readers");
  expect(requestStatus({ state: "submitted", progress: progress(null) }, true, true).word).toBe("Waiting for you");
});

test("every state has a word of its own", () => {
  const words = REQUEST_STATES.map((state) => requestStatus({ state, progress: progress(null) }).word);
  expect(new Set(words).size).toBe(REQUEST_STATES.length);
});
