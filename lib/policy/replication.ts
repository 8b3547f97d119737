import { defaultConfigValue } from "#lib/domain/default-config-value";
import { wholeNumber } from "#lib/domain/quantity";
import { configPath, type Evaluator, type Finding, type Proposal } from "./evaluator.ts";
import type { Place } from "./scope.ts";

const INSYNC = "min.insync.replicas";

/** Judges the replication factor, and the in-sync replicas that a write needs. */
export const evaluateReplication: Evaluator<"replication"> = ({ min, max, minInsyncReplicas }, proposal, place) => [
  ...replicationFactor(min, max, proposal, place),
  ...(minInsyncReplicas === undefined ? [] : insync(minInsyncReplicas, proposal, place)),
];

function replicationFactor(
  min: number | undefined,
  max: number | undefined,
  { spec }: Proposal,
  place: Place,
): Finding[] {
  const given = spec.replicationFactor;
  const finding = (limit: string, needs: string, suggestion: number): Finding => ({
    path: "spec.replicationFactor",
    actual: String(given),
    limit,
    message: `replication factor ${given}; ${needs}.`,
    suggestion,
  });
  if (min !== undefined && given < min) return [finding(`at least ${min}`, `${place.name} needs ${min}`, min)];
  if (max !== undefined && given > max) return [finding(`at most ${max}`, `the limit ${place.at} is ${max}`, max)];
  return [];
}

/** A topic without the key gets the cluster's default, which is 1 in stock Kafka: below every minimum worth stating. */
function insync(minimum: number, { spec, defaults }: Proposal, place: Place): Finding[] {
  const stated = spec.config[INSYNC];
  const given = wholeNumber(stated ?? defaultConfigValue(INSYNC, defaults));
  if (given === undefined || given >= BigInt(minimum)) return [];

  return [
    {
      path: configPath(INSYNC),
      actual: stated ?? null,
      limit: `at least ${minimum}`,
      message: `${INSYNC} ${stated === undefined ? "is not set" : `is ${stated}`}; ${place.name} needs at least ${minimum}.`,
      // More than there are replicas would refuse every write.
      suggestion: minimum <= spec.replicationFactor ? String(minimum) : null,
    },
  ];
}
