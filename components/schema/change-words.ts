import type { SchemaChange, SchemaEffect } from "#lib/domain/schema";
import type { Tone } from "../ui/tone.ts";

/** How a change acts on programs that exist, in a word. */
export const EFFECT_WORDS: { readonly [Effect in SchemaEffect]: { tone: Tone; word: string } } = {
  breaking: { tone: "bad", word: "breaking" },
  narrowing: { tone: "warn", word: "narrowing" },
  widening: { tone: "ok", word: "nobody notices" },
};

const WHAT_WORDS: { readonly [What in SchemaChange["what"]]: string } = {
  added: "added",
  removed: "removed",
  renamed: "renamed",
  retyped: "type",
  default: "default",
  required: "now required",
  optional: "now optional",
  documentation: "documentation",
  tags: "tags",
  order: "order",
  other: "changed",
};

export function whatWords({ what }: Pick<SchemaChange, "what">): string {
  return WHAT_WORDS[what];
}

const ORDER: readonly SchemaEffect[] = ["breaking", "narrowing", "widening"];

/** What hurts most comes first; the rest stays in the schema's own order. */
export function byEffect(changes: readonly SchemaChange[]): SchemaChange[] {
  return changes.toSorted((a, b) => ORDER.indexOf(a.effect) - ORDER.indexOf(b.effect));
}

/** How many of each, the worst first: `1 breaking, 2 narrowing`. */
export function effectCounts(changes: readonly SchemaChange[]): { effect: SchemaEffect; count: number }[] {
  return ORDER.map((effect) => ({ effect, count: changes.filter((change) => change.effect === effect).length })).filter(
    ({ count }) => count > 0,
  );
}
