import type { ReactNode } from "react";
import type { UnmanagedAcl } from "#lib/contract/access";
import { LinkButton } from "../ui/link-button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { aclKey, adoptHref, operationText } from "./acl-words.ts";
import { hostText } from "./grant-words.ts";
import { ResourcePattern } from "./resource-pattern.tsx";

const columns: readonly Column<UnmanagedAcl>[] = [
  {
    key: "principal",
    header: "Principal",
    rowHeader: true,
    cell: ({ principal, application }) => (
      <>
        <span className="font-mono text-small wrap-anywhere">{principal}</span>
        <div className="text-small text-ink-3">
          {/* No link: whose topic it is may see the ACL, and not always the application. */}
          {application ? `of ${application.slug}` : "of no application"}
        </div>
      </>
    ),
  },
  {
    key: "resource",
    header: "On",
    cell: ({ resourceType, resourceName, patternType }) => (
      <>
        <span className="text-small text-ink-3">{resourceType.toLowerCase().replaceAll("_", " ")}</span>{" "}
        <ResourcePattern name={resourceName} patternType={patternType} />
      </>
    ),
  },
  { key: "operation", header: "May", mono: true, nowrap: true, cell: operationText },
  { key: "host", header: "From", nowrap: true, cell: hostText },
  { key: "since", header: "Seen since", nowrap: true, cell: ({ firstSeenAt }) => <RelativeTime at={firstSeenAt} /> },
  { key: "adopt", header: <span className="sr-only">Adopt</span>, nowrap: true, cell: (acl) => <Adopt acl={acl} /> },
];

function Adopt({ acl }: { acl: UnmanagedAcl }) {
  const href = adoptHref(acl);
  if (href === null) return null;
  return (
    <LinkButton size="small" href={href} aria-label={`Adopt ${acl.operation} on ${acl.resourceName} as a grant`}>
      Adopt as grant
    </LinkButton>
  );
}

type UnmanagedAclTableProps = {
  caption: string;
  acls: readonly UnmanagedAcl[];
  /** Before the others: a checkbox. */
  first?: Column<UnmanagedAcl> | undefined;
  empty: ReactNode;
};

/** ACLs that nobody granted: whose, on what, since when seen, and the way to make a grant of one. */
export function UnmanagedAclTable({ caption, acls, first, empty }: UnmanagedAclTableProps) {
  return (
    <Table
      caption={caption}
      columns={first ? [first, ...columns] : columns}
      rows={acls}
      rowKey={aclKey}
      empty={empty}
    />
  );
}
