import { type Handled, succeed } from "../define-command.ts";

type Succeeded<Output> = Extract<Handled<Output>, { ok: true }>;

/** Several successes of one transaction as one: their answers together, and everything that is recorded, woken and told. */
export function inOne<Part, Output>(
  parts: readonly Succeeded<Part>[],
  answer: (values: Part[]) => Output,
): Handled<Output> {
  return succeed(answer(parts.map(({ value }) => value)), {
    audit: parts.flatMap(({ audit }) => audit),
    wake: [...new Set(parts.flatMap(({ wake = [] }) => wake))],
    tell: parts.flatMap(({ tell = [] }) => tell),
  });
}
