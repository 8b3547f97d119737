import type { ReactNode } from "react";
import type { GrantView } from "#lib/contract/access";
import { DefinitionList } from "../ui/definition-list.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { formatDate } from "../ui/format-relative.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { GrantActions, type GrantCommands } from "./grant-actions.tsx";
import { grantNote } from "./grant-condition.ts";
import { GrantConditionChip } from "./grant-condition-chip.tsx";
import { GrantTermsText } from "./grant-terms-text.tsx";
import { agreementRows } from "./grant-words.ts";
import { GrantedResource } from "./granted-resource.tsx";

const application: Column<GrantView> = {
  key: "application",
  header: "Application",
  rowHeader: true,
  cell: ({ application: { slug, team } }) => (
    <>
      <TextLink plain mono href={`/applications/${slug}`} className="inline-block min-h-6 leading-6">
        {slug}
      </TextLink>
      <div className="text-small text-ink-3">of {team.slug}</div>
    </>
  ),
};

const topic: Column<GrantView> = {
  key: "topic",
  header: "Topic",
  rowHeader: true,
  cell: ({ cluster, terms, owner }) => (
    <>
      <GrantedResource cluster={cluster} terms={terms} />
      <div className="text-small text-ink-3">
        on {cluster}, of {owner.slug}
      </div>
    </>
  ),
};

/** How it stands comes early: on a narrow screen the rest scrolls. */
const SHARED: readonly Column<GrantView>[] = [
  { key: "state", header: "State", cell: (grant) => <State grant={grant} /> },
  { key: "why", header: "Why", cell: (grant) => <Purpose grant={grant} /> },
  { key: "until", header: "Until (UTC)", nowrap: true, cell: (grant) => <Until grant={grant} /> },
  {
    key: "active",
    header: "Last active",
    nowrap: true,
    // Brokers tell who reads, by its group; they do not tell who writes.
    cell: ({ terms, lastActiveAt }) =>
      terms.operation === "consume" ? (
        <RelativeTime at={lastActiveAt} never="not seen yet" />
      ) : (
        <span className="text-ink-3">not told by Kafka</span>
      ),
  },
];

type GrantTableProps = {
  caption: string;
  grants: readonly GrantView[];
  /** What is the same in all rows and need not be said: they are of one topic, or of one application. */
  of: "topic" | "application";
  commands: GrantCommands;
  empty?: ReactNode;
};

/** Grants as rows: who may do what, why, until when, whether it is used, how it stands, and what this person may do about it. */
export function GrantTable({ caption, grants, of, commands, empty }: GrantTableProps) {
  const what: Column<GrantView> = {
    key: "what",
    header: "May",
    cell: ({ terms }) => <GrantTermsText terms={terms} resource={of === "topic"} />,
  };
  const actions: Column<GrantView> = {
    key: "actions",
    header: <span className="sr-only">Actions</span>,
    cell: (grant) => <GrantActions grant={grant} commands={commands} />,
  };
  const columns = [of === "topic" ? application : topic, what, ...SHARED, actions];
  return <Table caption={caption} columns={columns} rows={grants} rowKey={({ id }) => id} empty={empty} tall />;
}

function Purpose({ grant: { purpose, agreement, requestId, since } }: { grant: GrantView }) {
  const promises = agreementRows(agreement);
  return (
    <div className="min-w-44 max-w-80">
      <p className="wrap-anywhere">{purpose}</p>
      <p className="text-small text-ink-3">
        since <RelativeTime at={since} />,{" "}
        <TextLink plain className="inline-block min-h-6 leading-6 text-ink-3" href={`/requests/${requestId}`}>
          request {requestId}
        </TextLink>
      </p>
      {promises.length > 0 && (
        <Disclosure summary="Agreement">
          <DefinitionList items={promises} />
        </Disclosure>
      )}
    </div>
  );
}

function Until({ grant: { expiresAt, state } }: { grant: GrantView }) {
  return (
    <>
      {formatDate(new Date(expiresAt))}
      {state !== "ended" && (
        <div className="text-small text-ink-3">
          <RelativeTime at={expiresAt} />
        </div>
      )}
    </>
  );
}

function State({ grant }: { grant: GrantView }) {
  const note = grantNote(grant);
  return (
    <>
      <span className="whitespace-nowrap">
        <GrantConditionChip grant={grant} />
      </span>
      {note && <div className="mt-1 min-w-40 text-small text-ink-2 wrap-anywhere">{note}</div>}
    </>
  );
}
