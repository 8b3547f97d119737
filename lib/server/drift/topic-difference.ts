import type { DriftDifference } from "#lib/contract/drift";
import type { DriftedField } from "#lib/domain/drift";
import { type TopicDefaults, toldDefault } from "#lib/domain/topic-defaults";
import { revertKind } from "#lib/plan/revert-kind";

/** A field of a topic that differs, with what can be done about it. That a block is gone outside is nothing to adopt: it is put back or lifted. */
export function topicDifference(field: DriftedField, defaults: TopicDefaults): DriftDifference {
  return {
    ...field,
    revert: revertKind(field, defaults),
    adoptable: field.field !== "blocked",
    binding: null,
    byDefault: toldDefault(field.field, defaults) ?? null,
  };
}
