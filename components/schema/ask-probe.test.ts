import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { askProbe } from "./ask-probe.ts";

const ID = "0193a000-0000-4000-8000-000000000000";
const asked = { probeId: ID, expiresAt: "2026-11-21T09:01:00.000Z" };
const view = (state: string) => ({
  id: ID,
  kind: "compatibility",
  state,
  message: "",
  verdict: null,
  sample: null,
  loss: null,
  offsets: null,
});
const problem = (status: number) => Response.json({ detail: "You have asked often enough." }, { status });

let looks: { url: string; at: number }[];
let answers: Response[];

beforeEach(() => {
  vi.useFakeTimers();
  looks = [];
  vi.stubGlobal("fetch", async (url: string) => {
    looks.push({ url, at: Date.now() });
    const next = answers.shift();
    if (!next) throw new Error(`nobody answers ${url}`);
    return next;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function ask(signal = new AbortController().signal) {
  const answer = askProbe("/api/v1/compatibility-checks", { subject: "a" }, signal).catch(
    (error: Error) => error.message,
  );
  await vi.runAllTimersAsync();
  return answer;
}

it("looks at the answer sooner at first, until there is one", async () => {
  answers = [
    Response.json(asked),
    ...Array.from({ length: 6 }, () => Response.json(view("waiting"))),
    Response.json(view("answered")),
  ];
  expect(await ask()).toMatchObject({ state: "answered" });
  const [first, ...rest] = looks;
  expect(first?.url).toBe("/api/v1/compatibility-checks");
  expect(new Set(rest.map(({ url }) => url))).toEqual(new Set([`/api/v1/probes/${ID}`]));
  const gaps = looks.slice(1).map(({ at }, index) => at - (looks[index]?.at ?? 0));
  expect(gaps[0]).toBe(50);
  expect(gaps.at(-1)).toBe(250);
  expect(gaps).toEqual(gaps.toSorted((one, other) => one - other));
});

it("says that an answer that is not there any more has expired", async () => {
  answers = [Response.json(asked), problem(404)];
  expect(await ask()).toMatchObject({ id: ID, state: "expired" });
});

it("throws what stands against asking", async () => {
  answers = [problem(429)];
  expect(await ask()).toBe("You have asked often enough.");
  answers = [Response.json(asked), problem(503)];
  expect(await ask()).toBe("You have asked often enough.");
});

it("stops when nobody waits any more", async () => {
  const abort = new AbortController();
  answers = [Response.json(asked), Response.json(view("waiting")), Response.json(view("waiting"))];
  const answer = askProbe("/api/v1/compatibility-checks", {}, abort.signal).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(60);
  abort.abort("typed on");
  expect(await answer).toBe("typed on");
  await vi.runAllTimersAsync();
  expect(looks).toHaveLength(2);
});
