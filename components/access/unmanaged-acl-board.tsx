"use client";

import { type ReactNode, useState } from "react";
import type { UnmanagedAcl } from "#lib/contract/access";
import type { Allowed } from "#lib/contract/common";
import { CardHeader, CardSection } from "../ui/card.tsx";
import { selectColumn } from "../ui/select-column.tsx";
import { withSelected } from "../ui/selection.ts";
import { aclKey } from "./acl-words.ts";
import { type RequestRemoval, RequestRemovalDialog } from "./request-removal-dialog.tsx";
import { UnmanagedAclTable } from "./unmanaged-acl-table.tsx";

type UnmanagedAclBoardProps = {
  title: string;
  caption: string;
  cluster: string;
  acls: readonly UnmanagedAcl[];
  /** Slugs of the teams in whose name this person may ask. */
  teams: readonly string[];
  mayAsk: Allowed;
  request: RequestRemoval;
  empty: ReactNode;
};

/** ACLs that no grant asked for, and the way to have some of them removed by an approved request. */
export function UnmanagedAclBoard({
  title,
  caption,
  cluster,
  acls,
  teams,
  mayAsk,
  request,
  empty,
}: UnmanagedAclBoardProps) {
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const chosen = acls.filter((acl) => selection.has(aclKey(acl)));
  const asks = mayAsk.allowed && teams.length > 0 && acls.length > 0;

  const column = selectColumn<UnmanagedAcl, string>({
    keyOf: aclKey,
    label: ({ operation, resourceName, principal }) => `Select ${operation} on ${resourceName} of ${principal}`,
    selection,
    select: (keys, on) => setSelection(withSelected(selection, keys, on)),
  });
  const dialog = asks && <RequestRemovalDialog cluster={cluster} acls={chosen} teams={teams} request={request} />;
  return (
    <>
      <CardHeader title={title} aside={dialog} />
      <UnmanagedAclTable caption={caption} acls={acls} first={asks ? column : undefined} empty={empty} />
      {!mayAsk.allowed && acls.length > 0 && (
        <CardSection className="text-ink-2">To have one removed: {mayAsk.needed}</CardSection>
      )}
    </>
  );
}
