"use client";

import { type ReactNode, useState } from "react";
import type { UnmanagedAcl } from "#lib/contract/access";
import type { Allowed } from "#lib/contract/common";
import { CardHeader, CardSection } from "../ui/card.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import type { Column } from "../ui/table.tsx";
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
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const chosen = acls.filter((acl) => selected.has(aclKey(acl)));
  const asks = mayAsk.allowed && teams.length > 0 && acls.length > 0;

  const dialog = asks && <RequestRemovalDialog cluster={cluster} acls={chosen} teams={teams} request={request} />;
  return (
    <>
      <CardHeader title={title} aside={dialog} />
      <UnmanagedAclTable
        caption={caption}
        acls={acls}
        first={asks ? selectColumn(selected, setSelected) : undefined}
        empty={empty}
      />
      {!mayAsk.allowed && acls.length > 0 && (
        <CardSection className="text-ink-2">To have one removed: {mayAsk.needed}</CardSection>
      )}
    </>
  );
}

function selectColumn(
  selected: ReadonlySet<string>,
  setSelected: (next: ReadonlySet<string>) => void,
): Column<UnmanagedAcl> {
  const toggle = (key: string, on: boolean) => {
    const next = new Set(selected);
    if (on) next.add(key);
    else next.delete(key);
    setSelected(next);
  };
  return {
    key: "select",
    header: <span className="sr-only">Select</span>,
    cell: (acl) => (
      <Checkbox
        label={`Select ${acl.operation} on ${acl.resourceName} of ${acl.principal}`}
        hideLabel
        checked={selected.has(aclKey(acl))}
        onChange={(event) => toggle(aclKey(acl), event.target.checked)}
      />
    ),
  };
}
