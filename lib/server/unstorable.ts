import type { FieldError } from "#lib/domain/result";
import { isStorableText } from "#lib/domain/storable-name";

/**
 * What no table of ours can hold, wherever it stands in an input: text with a NUL (Postgres has no such text) or with half of a surrogate
 * pair (it is no Unicode), and keys named `__proto__`, which schemas pass over in silence. Asked after the schema, which has
 * better words for what it refuses itself.
 */
export function unstorable(input: unknown): FieldError[] {
  const problems: FieldError[] = [];
  const waiting: { path: string[]; value: unknown }[] = [{ path: [], value: input }];
  // A list and not a recursion: how deep an input goes is for its sender to say.
  for (let next = waiting.pop(); next && problems.length < MOST; next = waiting.pop()) {
    const { path, value } = next;
    if (typeof value === "string" && !isStorableText(value)) problems.push({ path: path.join("."), message: TEXT });
    if (typeof value !== "object" || value === null) continue;
    if (path.length === DEEPEST) return [{ path: path.join("."), message: DEPTH }];
    for (const [key, inner] of Object.entries(value)) {
      const at = [...path, key];
      if (key === "__proto__") problems.push({ path: at.join("."), message: "is not known here" });
      else waiting.push({ path: at, value: inner });
    }
  }
  return problems;
}

const MOST = 20;
/** Levels below the input itself. Ours have three; without a bound, the paths of a deep one grow with the square of its size. */
const DEEPEST = 16;
const DEPTH = `is nested deeper than ${DEEPEST} levels`;
const TEXT = "holds a NUL character or half of a surrogate pair";
