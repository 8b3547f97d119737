"use client";

import type { ClusterView } from "#lib/contract/platform";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardSection } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { useConfirmCluster } from "./use-confirm-cluster.ts";

type IdentityNoticeProps = { cluster: ClusterView; confirmIdentity: Action<unknown> | null };

/** Another Kafka cluster answers under a known name: why nothing is written, and the way on for who may open it. */
export function IdentityNotice({ cluster, confirmIdentity }: IdentityNoticeProps) {
  const { name, kafkaClusterId, observedClusterId } = cluster;
  if (kafkaClusterId === observedClusterId) {
    return (
      <p className="text-ink-2">The new identity is confirmed. The worker looks at {name} anew at its next turn.</p>
    );
  }

  return (
    <Card tone="warn">
      <CardSection>
        <p>
          {name} was pinned to cluster id <Id>{kafkaClusterId}</Id>; what answers now has <Id>{observedClusterId}</Id>.
          Until somebody confirms that this is meant, nothing is written to it, and nothing counts as deleted.
        </p>
        <div className="mt-3">
          {confirmIdentity && observedClusterId ? (
            <ConfirmIdentity cluster={cluster} observed={observedClusterId} confirmIdentity={confirmIdentity} />
          ) : (
            <p className="text-ink-2">A platform admin can confirm it.</p>
          )}
        </div>
      </CardSection>
    </Card>
  );
}

function Id({ children }: { children: string | null }) {
  return <span className="font-mono text-small wrap-anywhere">{children ?? "unknown"}</span>;
}

type ConfirmIdentityProps = { cluster: ClusterView; observed: string; confirmIdentity: Action<unknown> };

function ConfirmIdentity({ cluster, observed, confirmIdentity }: ConfirmIdentityProps) {
  return (
    <ConfirmDialog
      trigger={<Button variant="danger">Confirm the new cluster</Button>}
      title={`Is this the new ${cluster.name}?`}
      description="From then on the worker writes to it. Topics that Headgate manages and that are not there are shown as missing; none is made anew by itself."
      typedName={observed}
      confirmLabel="Confirm the new cluster"
      onConfirm={useConfirmCluster(cluster, observed, confirmIdentity)}
    />
  );
}
