import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { AuditFilters } from "#components/audit/audit-filters";
import { AuditTable } from "#components/audit/audit-table";
import { Card } from "#components/ui/card";
import { CursorPager, currentCursor } from "#components/ui/cursor-pager";
import { EmptyState } from "#components/ui/empty-state";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { tryAsk } from "#lib/server/ask";
import { listAudit } from "#lib/server/queries/list-audit";
import { type SearchParams, singleParams } from "../../single-params.ts";

export const metadata: Metadata = { title: "Audit" };

const FILTERS = ["subject", "actor", "action", "from", "to"] as const;

/** A `datetime-local` value has no zone, and no seconds when they are 0: the instant in UTC that its label promises. */
function inUtc(value: string | undefined): string | undefined {
  const [, toMinute, seconds = ":00"] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?)?$/.exec(value ?? "") ?? [];
  return toMinute === undefined ? value : `${toMinute}${seconds}Z`;
}

/** The audit trail: who did what, when, before and after. */
export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await singleParams(searchParams, [...FILTERS, "cursor"]);
  const { cursor, ...filter } = params;
  const asked = { ...filter, from: inUtc(filter.from), to: inUtc(filter.to), cursor: currentCursor(cursor) };
  const result = await tryAsk(listAudit, asked);
  if (!result.ok && result.failure.code !== "invalid_input") return <MayNotSee detail={result.failure.detail} />;

  const { items, nextCursor } = result.ok ? result.value : { items: [], nextCursor: null };
  return (
    <>
      <Title />
      <AuditFilters
        key={JSON.stringify(filter)}
        filter={filter}
        errors={result.ok ? [] : (result.failure.errors ?? [])}
      />
      <Card>
        <AuditTable
          caption="Audit trail"
          rows={items}
          empty={
            <Nothing filtered={Object.keys(filter).length > 0} refused={result.ok ? null : result.failure.detail} />
          }
        />
      </Card>
      <CursorPager path="/admin/audit" params={params} nextCursor={nextCursor} shown={items.length} />
    </>
  );
}

function Title() {
  return (
    <PageHeader
      title="Audit"
      description="Every decision and every change, newest first. Each row carries the hash of the one before; a row can be added, never altered or removed."
    />
  );
}

function MayNotSee({ detail }: { detail: string }) {
  return (
    <>
      <Title />
      <Card>
        <EmptyState
          icon={ScrollText}
          title="You may not see these"
          action={<LinkButton href="/requests">See your requests and their history</LinkButton>}
        >
          {detail} An admin of the platform can give you the auditor's role.
        </EmptyState>
      </Card>
    </>
  );
}

function Nothing({ filtered, refused }: { filtered: boolean; refused: string | null }) {
  const clear = <LinkButton href="/admin/audit">Clear filters</LinkButton>;
  if (refused)
    return (
      <EmptyState title="This filter cannot be read" action={clear}>
        {refused}
      </EmptyState>
    );
  if (filtered) return <EmptyState title="No event matches this filter" action={clear} />;
  return <EmptyState title="Nothing recorded yet">The first sign-in or request begins the trail.</EmptyState>;
}
