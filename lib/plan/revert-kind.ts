import type { DriftedField } from "#lib/domain/drift";
import type { ChangeKind } from "#lib/domain/plan";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import { changeKind } from "./change-kind.ts";

/** How putting a topic's field back acts, from what lives to what is desired, as its plan would say. Null where Kafka cannot do it. */
export function revertKind(
  { field, desired, observed }: Pick<DriftedField, "field" | "desired" | "observed">,
  defaults: TopicDefaults,
): ChangeKind | null {
  switch (field) {
    case "partitions":
      return Number(desired) < Number(observed) ? null : "irreversible";
    case "replicationFactor":
      return Number(desired) < Number(observed) ? "destructive" : "neutral";
    case "blocked":
      return desired === "true" ? "destructive" : "neutral";
    default:
      return changeKind(field, observed, desired, defaults);
  }
}
