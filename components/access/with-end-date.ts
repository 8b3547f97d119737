import { fail } from "#lib/domain/result";
import type { Action } from "../command/use-command.tsx";
import { readEndDate } from "./end-date.ts";

/**
 * The same command with one of its fields typed as a day. An empty one is left out; one that cannot be read is refused at its field without
 * being sent, in words that fit what was typed.
 */
export function withEndDate<Output>(action: Action<Output>, field: string): Action<Output> {
  return async (input, idempotencyKey) => {
    const { [field]: typed, ...rest } = input as Record<string, unknown>;
    const text = String(typed ?? "").trim();
    if (text === "") return action(rest, idempotencyKey);

    const read = readEndDate(text);
    if (read.ok) return action({ ...rest, [field]: read.value }, idempotencyKey);
    return fail("invalid_input", read.message, { errors: [{ path: field, message: read.message }] });
  };
}
