import { ConfirmClusterIdentity } from "#lib/contract/platform";
import { lockCluster, pinClusterId } from "#lib/db/stores/clusters";
import { fail } from "#lib/domain/result";
import { defineCommand, succeed } from "../define-command.ts";

/** Accepts that a slug now means another Kafka cluster; until then nothing is written to it. */
export const confirmClusterIdentity = defineCommand({
  name: "confirm-cluster-identity",
  permission: "cluster.confirm-identity",
  input: ConfirmClusterIdentity,
  async subject(db, { cluster: slug }) {
    const cluster = await lockCluster(db, slug);
    return cluster && { cluster, subject: { kind: "cluster", id: slug, visibility: "everyone-signed-in" } };
  },
  async handle({ db }, { kafkaClusterId }, { cluster }) {
    if (cluster.observedClusterId !== kafkaClusterId) {
      return fail("conflict", `The cluster answers with id ${cluster.observedClusterId ?? "none"} now.`);
    }

    await pinClusterId(db, cluster.slug, kafkaClusterId);
    return succeed(
      { cluster: cluster.slug, kafkaClusterId },
      {
        audit: {
          action: "cluster.identity-confirmed",
          object: { kind: "cluster", id: cluster.slug, name: cluster.name },
          before: { kafkaClusterId: cluster.kafkaClusterId },
          after: { kafkaClusterId },
        },
        wake: [cluster.slug],
      },
    );
  },
});
