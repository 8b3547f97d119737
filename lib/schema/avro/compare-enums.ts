import type { SchemaChange } from "#lib/domain/schema";
import { schemaChange } from "../schema-change.ts";
import type { AvroEnum } from "./avro-type.ts";

/** Symbols and default of an enum. A reader that has a default takes it for symbols it does not know; without one it fails. */
export function compareEnums(field: string, before: AvroEnum, after: AvroEnum): SchemaChange[] {
  const [were, are] = [new Set(before.symbols), new Set(after.symbols)];
  const gone = before.symbols.filter((symbol) => !are.has(symbol));
  const added = after.symbols.filter((symbol) => !were.has(symbol));
  const changes: SchemaChange[] = [];
  const sides = { field, what: "other", from: before.symbols.join(", "), to: after.symbols.join(", ") } as const;

  if (gone.length > 0) {
    const text =
      after.default === null
        ? `${listed(gone)} is no symbol any more: readers with the new version fail where it is stored.`
        : `${listed(gone)} is no symbol any more: readers with the new version see ${after.default} instead.`;
    changes.push(
      schemaChange({ ...sides, breaks: after.default === null ? ["backward"] : [], otherwise: "narrowing", text }),
    );
  }
  if (added.length > 0) {
    const text =
      before.default === null
        ? `${listed(added)} is new: readers with the version before fail where it is written, because their enum has no default.`
        : `${listed(added)} is new: readers with the version before see ${before.default} instead.`;
    changes.push(
      schemaChange({ ...sides, breaks: before.default === null ? ["forward"] : [], otherwise: "narrowing", text }),
    );
  }
  if (before.default !== after.default) {
    const text = "What readers with the new version see for symbols they do not know.";
    changes.push(schemaChange({ field, what: "default", from: before.default, to: after.default, breaks: [], text }));
  }
  return changes;
}

function listed(symbols: readonly string[]): string {
  return symbols.length > 5 ? `${symbols.slice(0, 5).join(", ")} and ${symbols.length - 5} more` : symbols.join(", ");
}
