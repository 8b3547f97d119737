import type { Change, Plan } from "#lib/domain/plan";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import type { SpecPatch, TopicSpec } from "#lib/domain/topic-spec";
import { withDefaults } from "./plan-defaults.ts";

export type PlanAdoptionInput = {
  /** The cluster's slug. */
  cluster: string;
  name: string;
  topicId: string;
  observedAt: string | null;
  /** As it is desired now. */
  spec: TopicSpec;
  /** What lives on the cluster and is to be desired from now on. */
  patch: SpecPatch;
  /** What keys mean on the cluster that are not set, as it last told. */
  defaults: TopicDefaults;
};

/** The plan of an adoption: what is desired moves to what lives, so nothing changes on the cluster. */
export function planSpecAdoption(input: PlanAdoptionInput): Plan {
  const { cluster, name, topicId, observedAt, spec, patch } = input;
  const counts = (["partitions", "replicationFactor"] as const).flatMap((field) => {
    const to = patch[field];
    return to === undefined || to === spec[field] ? [] : [{ field, from: spec[field], to }];
  });
  const keys = Object.entries(patch.config ?? {})
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([field, to]) => ({ field, from: spec.config[field] ?? null, to }))
    .filter(({ from, to }) => from !== to);
  const changes = [...counts, ...keys].map((change): Change => ({ ...change, kind: "neutral" }));
  const effects = changes.map(({ field }) => ({
    field,
    text: "It is so on the cluster already: nothing changes there.",
  }));
  const object = { kind: "topic", cluster, name } as const;
  return withDefaults({ object, topicId, basedOn: observedAt, changes, refusals: [], effects }, input.defaults);
}
