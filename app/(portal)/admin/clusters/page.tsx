import { Server } from "lucide-react";
import type { Metadata } from "next";
import { ClusterCard } from "#components/cluster/cluster-card";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { ask } from "#lib/server/ask";
import { listClusters } from "#lib/server/queries/list-clusters";
import { navigation } from "../../navigation.ts";
import { changeSettings, confirmIdentity } from "./actions.ts";

export const metadata: Metadata = { title: "Clusters" };

/** Every cluster that was ever declared, as the worker last found it, and what people decided about it. */
export default async function ClustersPage() {
  const [{ items }, { person }] = await Promise.all([ask(listClusters, {}), navigation()]);
  const isAdmin = person.platformRole === "admin";

  return (
    <>
      <PageHeader
        title="Clusters"
        description="As the worker last found them. Clusters are declared in the worker’s clusters.yaml."
      />
      {items.length === 0 && (
        <Card>
          <EmptyState icon={Server} title="No cluster is declared">
            A cluster appears here once a worker that has it in its clusters.yaml has started.
          </EmptyState>
        </Card>
      )}
      <div className="grid gap-5">
        {items.map((cluster) => (
          <ClusterCard
            key={cluster.slug}
            cluster={cluster}
            confirmIdentity={isAdmin ? confirmIdentity : null}
            updateSettings={isAdmin ? changeSettings : null}
          />
        ))}
      </div>
    </>
  );
}
