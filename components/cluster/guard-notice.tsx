"use client";

import type { ClusterView } from "#lib/contract/platform";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardSection } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { useConfirmCluster } from "./use-confirm-cluster.ts";

type GuardNoticeProps = { cluster: ClusterView; observed: string; confirmIdentity: Action<unknown> | null };

/** So much was gone at the last look that the worker did not believe it: nothing was changed until somebody says that it is right. */
export function GuardNotice({ cluster, observed, confirmIdentity }: GuardNoticeProps) {
  return (
    <Card tone="warn">
      <CardSection>
        <p>
          {cluster.message} Until somebody confirms that this is right, the catalogue stays as it was last believed.
        </p>
        <div className="mt-3">
          {confirmIdentity ? (
            <ConfirmMassChange cluster={cluster} observed={observed} confirmIdentity={confirmIdentity} />
          ) : (
            <p className="text-ink-2">A platform admin can confirm it.</p>
          )}
        </div>
      </CardSection>
    </Card>
  );
}

type ConfirmMassChangeProps = { cluster: ClusterView; observed: string; confirmIdentity: Action<unknown> };

function ConfirmMassChange({ cluster, observed, confirmIdentity }: ConfirmMassChangeProps) {
  return (
    <ConfirmDialog
      trigger={<Button variant="danger">Confirm what was seen</Button>}
      title={`Is this all that is left on ${cluster.name}?`}
      description="The next look is believed. Topics that Headgate manages and that are not there are shown as missing; none is made anew by itself."
      typedName={cluster.slug}
      confirmLabel="Confirm what was seen"
      onConfirm={useConfirmCluster(cluster, observed, confirmIdentity)}
    />
  );
}
