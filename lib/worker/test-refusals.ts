import type { ClusterError } from "#lib/kafka/cluster-admin";
import type { ClusterCall } from "#lib/kafka/cluster-faults";

/** Writes of which a cluster refuses single items. */
export const REFUSED = new Set<ClusterCall["method"]>([
  ...(["createTopics", "alterTopicConfigs", "growTopics", "reassignPartitions", "deleteTopics"] as const),
  ...(["createAcls", "deleteAcls"] as const),
]);

/** With what it refuses them: for good, for now, and without knowing. */
export const REFUSALS: ClusterError[] = [
  { code: "policy_refused", retriable: false, message: "No." },
  { code: "quota_exceeded", retriable: true, message: "Not now." },
  { code: "timed_out", retriable: true, message: "The cluster did not finish in time." },
];
