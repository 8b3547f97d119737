import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLatestAnswer } from "./latest-answer.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A question that stays open until the test answers it. */
function setUp() {
  const asked: {
    question: string;
    signal: AbortSignal;
    answer: (value: string) => void;
    refuse: (why: Error) => void;
  }[] = [];
  const answers: string[] = [];
  const failures: unknown[] = [];
  const latest = createLatestAnswer<string, string>({
    delayMs: 250,
    run: (question, signal) =>
      new Promise((answer, refuse) => {
        asked.push({ question, signal, answer, refuse });
      }),
    onAnswer: (answer) => answers.push(answer),
    onFailure: (failure) => failures.push(failure),
  });

  return { asked, answers, failures, latest };
}

test("only the question on which typing rested is sent", async () => {
  const { asked, latest } = setUp();

  latest.ask("o");
  latest.ask("or");
  await vi.advanceTimersByTimeAsync(249);
  latest.ask("ord");
  await vi.advanceTimersByTimeAsync(250);

  expect(asked.map(({ question }) => question)).toEqual(["ord"]);
});

test("an older answer never overwrites a newer one, even when its abort came too late", async () => {
  const { asked, answers, latest } = setUp();

  latest.ask("old");
  await vi.advanceTimersByTimeAsync(250);
  latest.ask("new");
  await vi.advanceTimersByTimeAsync(250);
  asked[1]?.answer("to new");
  asked[0]?.answer("to old");
  await vi.advanceTimersByTimeAsync(0);

  expect(asked[0]?.signal.aborted).toBe(true);
  expect(answers).toEqual(["to new"]);
});

test("an answer that arrives while the person types on is dropped", async () => {
  const { asked, answers, latest } = setUp();

  latest.ask("a");
  await vi.advanceTimersByTimeAsync(250);
  latest.ask("ab");
  asked[0]?.answer("to a");
  await vi.advanceTimersByTimeAsync(0);

  expect(answers).toEqual([]);
});

test("a failure of the latest question is told, one of an overtaken question is not", async () => {
  const { asked, failures, latest } = setUp();

  latest.ask("a");
  await vi.advanceTimersByTimeAsync(250);
  latest.ask("b");
  await vi.advanceTimersByTimeAsync(250);
  asked[0]?.refuse(new Error("aborted"));
  asked[1]?.refuse(new Error("offline"));
  await vi.advanceTimersByTimeAsync(0);

  expect(failures).toEqual([new Error("offline")]);
});

test("nothing is told after it was stopped", async () => {
  const { asked, answers, latest } = setUp();

  latest.ask("a");
  await vi.advanceTimersByTimeAsync(250);
  latest.stop();
  asked[0]?.answer("to a");
  await vi.advanceTimersByTimeAsync(0);

  expect(answers).toEqual([]);
});
