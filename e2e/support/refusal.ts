import { expect } from "@playwright/test";
import type { Answer } from "./send.ts";

/** What an answer must never hold: where it came from inside, or what the database said. */
const INTERNAL = /node_modules|\bat \S+ \(|\.tsx?:\d+|prisma|postgres|SELECT |INSERT |headgate_web|\/work\/|stack"/i;

type Expected = {
  status: number | number[];
  code?: string;
  /** The field that has to be named, as `errors[].path` or a violation's path says it. */
  path?: string;
};

/** A refusal as the API promises it: 4xx, a problem with a code, the field named, nothing internal. */
export function expectRefusal(answer: Answer, { status, code, path }: Expected): void {
  expect([status].flat(), answer.text.slice(0, 500)).toContain(answer.status);
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  expect(answer.text).not.toMatch(INTERNAL);
  expect(answer.body).toMatchObject({
    status: answer.status,
    code: code ?? expect.any(String),
    requestId: expect.any(String),
    detail: expect.any(String),
  });
  if (path !== undefined) expect(pathsOf(answer)).toContain(path);
}

function pathsOf({ body }: Answer): string[] {
  const { errors = [], violations = [] } = body as { errors?: { path: string }[]; violations?: { path: string }[] };
  return [...errors, ...violations].map((one) => one.path);
}
