import { expect, test } from "vitest";
import type { ProbeView } from "#lib/contract/probes";
import { isIncompatible, saidByRegistry, saidInWords } from "./said-by-registry.ts";

const verdict = { compatible: false, level: "BACKWARD" as const, messages: ["READER_FIELD_MISSING_DEFAULT_VALUE"] };
const answered: ProbeView = {
  id: "p",
  kind: "compatibility",
  state: "answered",
  message: "",
  verdict,
  sample: null,
  loss: null,
  offsets: null,
};
const unjudged = { state: "unjudged" as const };
const before = {
  state: "judged" as const,
  compatible: true,
  level: "FULL" as const,
  messages: [],
  judgedAt: "2026-11-21T09:00:00Z",
};

test("an answer to this page's own question counts most", () => {
  const said = saidByRegistry(before, { probe: answered, pending: false, failed: false });
  expect(said).toEqual({ state: "judged", ...verdict, at: null });
  expect(saidInWords(said)).toBe("The registry says: incompatible under BACKWARD");
});

test("while the registry is asked, what was known before is shown, and else that it is asked", () => {
  const asking = { probe: null, pending: true, failed: false };
  expect(saidByRegistry(before, asking)).toMatchObject({ state: "judged", at: "2026-11-21T09:00:00Z" });
  expect(saidByRegistry(unjudged, asking)).toEqual({ state: "asking" });
});

test("a registry that does not answer is said to be silent, in the worker's words", () => {
  const message = "The registry does not answer since 09:04.";
  const failed = { ...answered, state: "failed" as const, verdict: null, message };
  expect(saidByRegistry(unjudged, { probe: failed, pending: false, failed: false })).toEqual({
    state: "silent",
    why: message,
  });
  expect(saidByRegistry(unjudged, { probe: null, pending: false, failed: true }).state).toBe("silent");
});

test("of a first version nothing is asked", () => {
  expect(saidByRegistry({ state: "none" }, null)).toEqual({ state: "first" });
  expect(saidByRegistry(unjudged, null)).toEqual({ state: "unasked" });
  expect(saidInWords({ state: "first" })).toBe("");
});

test("the registry's own word counts more than our comparison, which counts while it says nothing", () => {
  const said = saidByRegistry(before, null);
  expect(isIncompatible(said, ["a field is missing"])).toBe(false);
  expect(isIncompatible({ state: "asking" }, ["a field is missing"])).toBe(true);
  expect(isIncompatible({ state: "asking" }, [])).toBe(false);
});
