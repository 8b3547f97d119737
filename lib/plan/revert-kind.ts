import type { DriftedField } from "#lib/domain/drift";
import type { ChangeKind } from "#lib/domain/plan";
import { changeKind } from "./change-kind.ts";

/** How putting a topic's field back acts, from what lives to what is desired, as its plan would say. Null where Kafka cannot do it. */
export function revertKind({
  field,
  desired,
  observed,
}: Pick<DriftedField, "field" | "desired" | "observed">): ChangeKind | null {
  switch (field) {
    case "partitions":
      return Number(desired) < Number(observed) ? null : "irreversible";
    case "replicationFactor":
      return Number(desired) < Number(observed) ? "destructive" : "neutral";
    case "blocked":
      return desired === "true" ? "destructive" : "neutral";
    default:
      return changeKind(field, observed, desired);
  }
}
