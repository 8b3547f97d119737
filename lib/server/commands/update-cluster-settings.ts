import { type ClusterSettingsUpdated, UpdateClusterSettings } from "#lib/contract/platform";
import { lockClusterSettings, saveClusterSettings } from "#lib/db/stores/clusters";
import { ClusterSettings } from "#lib/domain/cluster-settings";
import { defineCommand, succeed } from "../define-command.ts";
import { changedMeanwhile } from "../users/refusals.ts";

/** Changes what people decide about a cluster: prices, the guard, what counts as stale and as used, what the worker reverts by itself. */
export const updateClusterSettings = defineCommand({
  name: "update-cluster-settings",
  permission: "cluster.configure",
  input: UpdateClusterSettings,
  async subject(db, { cluster: slug }) {
    const cluster = await lockClusterSettings(db, slug);
    return cluster && { cluster, subject: { kind: "cluster", id: slug, visibility: "everyone-signed-in" } };
  },
  async handle({ db }, { cluster: slug, version, ...changed }, { cluster }) {
    if (version !== cluster.version) return changedMeanwhile(cluster.name, version, cluster.version);

    const named = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
    const wanted = ClusterSettings.parse({ ...cluster.settings, ...named });
    const saved = await saveClusterSettings(db, slug, wanted);
    return succeed<ClusterSettingsUpdated>(
      { cluster: slug, ...saved },
      {
        audit: {
          action: "cluster.configured",
          object: { kind: "cluster", id: slug, name: cluster.name },
          before: cluster.settings,
          after: saved.settings,
        },
        // What is left alone or put back may be another thing from now on.
        wake: [slug],
      },
    );
  },
});
