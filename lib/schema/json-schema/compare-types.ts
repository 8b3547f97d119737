import type { SchemaChange } from "#lib/domain/schema";
import { canonicalJson } from "../canonical-json.ts";
import { itemsOf } from "../json-text.ts";
import { brokenUnless, schemaChange } from "../schema-change.ts";
import { textAround } from "./json-document.ts";
import { describeJson, type JsonSchemaView, typesOf } from "./json-schema-view.ts";
import type { JsonSchemaModel } from "./read-json-schema.ts";

/** Differences in `type`, in whether null is allowed, and in the values that are listed (`enum`, `const`). */
export function typeChanges(
  field: string,
  before: JsonSchemaView,
  after: JsonSchemaView,
  models: { before: JsonSchemaModel; after: JsonSchemaModel },
): SchemaChange[] {
  const was = withoutNull(before);
  const is = withoutNull(after);
  const changes = nullChanges(field, before, after);
  const holds = { backward: allows(is, was), forward: allows(was, is) };
  if (!holds.backward || !holds.forward) {
    const from = describeJson(models.before.documents, before);
    const to = describeJson(models.after.documents, after);
    const text = retypedText(holds);
    changes.push(schemaChange({ field, what: "retyped", from, to, breaks: brokenUnless(holds), text }));
  }
  return [...changes, ...valueChanges(field, before, after)];
}

/** Null for "anything", which a missing `type` means. */
function withoutNull(view: JsonSchemaView): readonly string[] | null {
  return typesOf(view)?.filter((type) => type !== "null") ?? null;
}

/** Whether every value of `other` is one of `types`; every integer is a number. */
function allows(types: readonly string[] | null, other: readonly string[] | null): boolean {
  if (types === null) return true;
  if (other === null) return false;
  return other.every((type) => types.includes(type) || (type === "integer" && types.includes("number")));
}

function nullChanges(field: string, before: JsonSchemaView, after: JsonSchemaView): SchemaChange[] {
  const [was, is] = [before, after].map((view) => typesOf(view) === null || view.nullable);
  if (was === is || typesOf(before) === null || typesOf(after) === null) return [];
  const sides = { field, from: was ? "may be null" : "never null", to: is ? "may be null" : "never null" };
  return is
    ? [
        schemaChange({
          ...sides,
          what: "optional",
          breaks: ["forward"],
          text: "It may be null now, which readers with the version before refuse.",
        }),
      ]
    : [
        schemaChange({
          ...sides,
          what: "required",
          breaks: ["backward"],
          text: "It may no longer be null: readers with the new version refuse the null that is stored.",
        }),
      ];
}

function retypedText({ backward, forward }: { backward: boolean; forward: boolean }): string {
  if (backward) return "It allows more than before: readers with the version before refuse what is new.";
  if (forward) return "It allows less than before: readers with the new version refuse what is stored.";
  return "Values of one are refused by readers of the other.";
}

function valueChanges(field: string, before: JsonSchemaView, after: JsonSchemaView): SchemaChange[] {
  const was = listedValues(before);
  const is = listedValues(after);
  if (was === null && is === null) return [];
  const [were, are] = [new Set(was), new Set(is)];
  const holds = {
    backward: is === null || (was?.every((value) => are.has(value)) ?? false),
    forward: was === null || (is?.every((value) => were.has(value)) ?? false),
  };
  if (holds.backward && holds.forward) return [];
  const gone = was?.filter((value) => !are.has(value)) ?? [];
  const added = is?.filter((value) => !were.has(value)) ?? [];
  const text = !holds.backward
    ? `Readers with the new version refuse ${gone.length > 0 && is !== null ? gone.slice(0, 5).join(", ") : "what is not listed"}.`
    : `Readers with the version before refuse ${added.length > 0 && was !== null ? added.slice(0, 5).join(", ") : "what was not listed"}.`;
  const sides = { from: was?.join(", ") ?? null, to: is?.join(", ") ?? null };
  return [schemaChange({ field, what: "other", ...sides, breaks: brokenUnless(holds), text })];
}

function listedValues({ documents, get }: JsonSchemaView): string[] | null {
  const listed = get("const") ?? get("enum");
  if (listed === undefined) return null;
  const text = textAround(documents, listed);
  const values = get("const") === undefined ? itemsOf(listed) : [listed];
  return values.map((value) => canonicalJson(value, text));
}
