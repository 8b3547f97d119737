import type { SchemaChange, SchemaEffect } from "#lib/domain/schema";

/** Which promise a change breaks. */
export type Breaks = SchemaChange["breaks"];

type Difference = Omit<SchemaChange, "effect"> & {
  /** How it acts where it breaks no promise; `widening` unless given. */
  otherwise?: Exclude<SchemaEffect, "breaking">;
};

/** A change whose effect follows from what it breaks. What lists and maps hold has no path of its own: the field is the list or map. */
export function schemaChange({ otherwise, field, ...difference }: Difference): SchemaChange {
  const owner = field.replace(/(\[\]|\{\})+$/, "");
  return { field: owner, ...difference, effect: difference.breaks.length > 0 ? "breaking" : (otherwise ?? "widening") };
}

/** The promises that do not hold. */
export function brokenUnless(holds: { backward: boolean; forward: boolean }): Breaks {
  return (["backward", "forward"] as const).filter((promise) => !holds[promise]);
}

/** Differences that no program notices: docs and tags. */
export function annotationChanges(
  field: string,
  before: { doc: string; tags: readonly string[] },
  after: { doc: string; tags: readonly string[] },
): SchemaChange[] {
  const changes: SchemaChange[] = [];
  if (before.doc !== after.doc) {
    const text = after.doc === "" ? "The documentation goes away." : "Only the documentation changes.";
    changes.push(
      schemaChange({ field, what: "documentation", from: orNull(before.doc), to: orNull(after.doc), breaks: [], text }),
    );
  }
  const from = before.tags.toSorted().join(", ");
  const to = after.tags.toSorted().join(", ");
  if (from !== to) {
    const text = "The bytes stay the same; who may see the values may change.";
    changes.push(schemaChange({ field, what: "tags", from: orNull(from), to: orNull(to), breaks: [], text }));
  }
  return changes;
}

/** A path inside another. */
export function joined(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function orNull(text: string): string | null {
  return text === "" ? null : text;
}
