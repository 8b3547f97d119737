import type { Change } from "#lib/domain/plan";
import type { TopicMetadata } from "#lib/domain/topic-spec";

/**
 * The rows for what people say about a topic: part of the plan, so that an approval binds to the classification and the
 * description that were read. Fields that stay empty have no row.
 * @param before null for a topic that is being created
 */
export function metadataChanges(before: TopicMetadata | null, after: TopicMetadata): Change[] {
  return fields.flatMap((field) => {
    const from = before ? asText(before[field]) : null;
    const to = asText(after[field]);
    return from === to ? [] : [{ field, from, to, kind: from === null ? "additive" : "neutral" } satisfies Change];
  });
}

const fields = [
  "classification",
  "description",
  "contact",
  "tags",
  "docs",
  "expectedBytesPerSecond",
] as const satisfies readonly (keyof TopicMetadata)[];

function asText(value: TopicMetadata[keyof TopicMetadata]): string | number | null {
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(", ");
  return value === "" ? null : value;
}
