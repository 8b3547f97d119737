import type { AuditRow } from "#lib/contract/platform";
import { formatConfigValue } from "#lib/domain/topic-config-value";
import { Card, CardSection } from "../ui/card.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Timeline, type TimelineItem } from "../ui/timeline.tsx";
import { type AuditDifference, auditDifferences, auditWords } from "./audit-words.ts";

type ObjectHistoryProps = { events: readonly AuditRow[] /** What they are about: `topic`. */; of: string };

/** What happened to an object, newest first, as the audit trail has it. */
export function ObjectHistory({ events, of }: ObjectHistoryProps) {
  return (
    <Card>
      {events.length === 0 ? (
        <EmptyState title="No history">
          Headgate decided nothing about this {of}, so its audit trail has no event of it.
        </EmptyState>
      ) : (
        <CardSection>
          <Timeline items={events.map((event) => timelineItem(event, of === "application"))} />
        </CardSection>
      )}
    </Card>
  );
}

function timelineItem(event: AuditRow, named: boolean): TimelineItem {
  const { tone, title } = auditWords(event);
  return {
    key: event.number,
    tone,
    title: <span className="font-medium text-ink">{title}</span>,
    note: (
      <>
        {named && event.object.kind !== "application" && (
          <span className="font-mono text-[0.93em] wrap-anywhere">{event.object.name} </span>
        )}
        by {event.actor.name}
        {event.requestId !== null && (
          <>
            {" "}
            · <TextLink href={`/requests/${event.requestId}`}>request {event.requestId}</TextLink>
          </>
        )}
      </>
    ),
    at: event.at,
    detail: <EventDetail event={event} />,
  };
}

function EventDetail({ event }: { event: AuditRow }) {
  const differences = auditDifferences(event);
  return (
    <>
      {event.reason && <p>“{event.reason}”</p>}
      {differences.length > 0 && (
        <Disclosure summary={differences.length === 1 ? "1 field" : `${differences.length} fields`}>
          <dl className="grid gap-x-4 gap-y-1 text-small sm:grid-cols-[minmax(8rem,auto)_minmax(0,1fr)]">
            {differences.map((difference) => (
              <Difference key={difference.path} difference={difference} />
            ))}
          </dl>
        </Disclosure>
      )}
    </>
  );
}

function Difference({ difference: { path, before, after } }: { difference: AuditDifference }) {
  const field = path.replace(/^(patch\.)?(spec\.)?(config\.)?/, "");
  const shown = (value: string) => formatConfigValue(field, value);
  return (
    <div className="grid sm:col-span-2 sm:grid-cols-subgrid">
      <dt className="font-mono text-ink-3">{field}</dt>
      <dd className="min-w-0 font-mono wrap-anywhere">
        {before !== null && <del className="text-ink-3">{shown(before)}</del>}
        {before !== null && after !== null && <span aria-hidden> → </span>}
        {after !== null && <ins className="no-underline">{shown(after)}</ins>}
      </dd>
    </div>
  );
}
