import { expect, test } from "vitest";
import { ok } from "#lib/domain/result";
import { withEndDate } from "./with-end-date.ts";

function recorded() {
  const sent: unknown[] = [];
  const action = withEndDate(async (input: unknown) => {
    sent.push(input);
    return ok("done");
  }, "expiresAt");
  return { action, sent };
}

test("a day is sent as its last second", async () => {
  const { action, sent } = recorded();
  expect(await action({ reason: "r", expiresAt: "12 Mar 2027" })).toMatchObject({ ok: true });
  expect(sent).toEqual([{ reason: "r", expiresAt: "2027-03-12T23:59:59Z" }]);
});

test("nothing typed is left out", async () => {
  const { action, sent } = recorded();
  await action({ reason: "r", expiresAt: " " });
  expect(sent).toEqual([{ reason: "r" }]);
});

test("what is no day is refused at its field, and nothing is sent", async () => {
  const { action, sent } = recorded();
  expect(await action({ expiresAt: "tomorrow" })).toMatchObject({
    ok: false,
    failure: { code: "invalid_input", errors: [{ path: "expiresAt" }] },
  });
  expect(sent).toEqual([]);
});
