import type { UnmanagedTopic } from "#lib/contract/topic-imports";
import { approximateBytes, grouped } from "#lib/domain/quantity";
import { formatConfigValue } from "#lib/domain/topic-config-value";
import { Verdict } from "../plan/verdict.tsx";
import { topicHref } from "../topic/topic-href.ts";
import { Button } from "../ui/button.tsx";
import { Combobox, type ComboboxOption } from "../ui/combobox.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { Column } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { OwnerSuggestion } from "./owner-suggestion.tsx";

type Choosing = {
  teams: readonly ComboboxOption[];
  /** By topic, the slug of the team that is to own it. */
  chosen: ReadonlyMap<string, string>;
  choose: (topic: string, team: string | null) => void;
};

/**
 * What is known of a topic that nobody manages, and whose it is to be.
 * @param choosing null for who may not choose, and sees only by which request it is to be taken over
 */
export function importColumns(cluster: string, choosing: Choosing | null): Column<UnmanagedTopic>[] {
  return [
    {
      key: "name",
      header: "Topic",
      rowHeader: true,
      cell: (topic) => <Name topic={topic} cluster={cluster} />,
    },
    { key: "owner", header: "Suggested owner", cell: ({ candidates }) => <OwnerSuggestion candidates={candidates} /> },
    { key: "rules", header: "Today’s rules", cell: (topic) => <Broken topic={topic} /> },
    { key: "choice", header: "New owner", cell: (topic) => <Choice topic={topic} choosing={choosing} /> },
  ];
}

function Name({ topic, cluster }: { topic: UnmanagedTopic; cluster: string }) {
  const { name, partitions, replicationFactor, retentionMs, sizeBytes, lastWrittenAt } = topic;
  const facts = [
    partitions === 1 ? "1 partition" : `${grouped(partitions)} partitions`,
    `replication factor ${replicationFactor}`,
    ...(retentionMs === null ? [] : [`retention ${formatConfigValue("retention.ms", retentionMs)}`]),
    ...(sizeBytes === null ? [] : [approximateBytes(BigInt(sizeBytes))]),
  ];
  return (
    <>
      <TextLink href={topicHref(cluster, name)} mono plain>
        {name}
      </TextLink>
      <div className="text-small text-ink-3">
        {facts.join(" · ")}
        {lastWrittenAt !== null && (
          <>
            {" "}
            · written <RelativeTime at={lastWrittenAt} />
          </>
        )}
      </div>
    </>
  );
}

function Broken({ topic: { name, violations } }: { topic: UnmanagedTopic }) {
  if (violations.length === 0) return <span className="text-small text-ok">pass</span>;
  const count = violations.length === 1 ? "1 broken" : `${violations.length} broken`;
  return (
    <div className="min-w-40">
      <Disclosure
        summary={
          <>
            {count} <span className="sr-only">by {name}</span>
          </>
        }
      >
        <Verdict violations={violations} />
      </Disclosure>
    </div>
  );
}

/** Leaves a topic as it is; the list of teams begins with it. */
const LEAVE: ComboboxOption = { value: "", label: "Leave as it is" };

function Choice({ topic, choosing }: { topic: UnmanagedTopic; choosing: Choosing | null }) {
  const { name, candidates, requestId } = topic;
  if (requestId !== null) return <TextLink href={`/requests/${requestId}`}>Request {requestId}</TextLink>;
  if (choosing === null) return <span className="text-small text-ink-3">undecided</span>;
  const { teams, chosen, choose } = choosing;

  const team = chosen.get(name) ?? null;
  const suggested = candidates[0]?.team;
  return (
    <div className="flex min-w-64 items-center gap-2">
      <Combobox
        label={`Owner of ${name}`}
        hideLabel
        className="min-w-40 flex-1"
        options={[LEAVE, ...teams]}
        value={team ?? ""}
        onValueChange={(next) => choose(name, next === "" ? null : next)}
      />
      {suggested !== undefined && team === null && (
        <Button size="small" aria-label={`Accept ${suggested} for ${name}`} onClick={() => choose(name, suggested)}>
          Accept
        </Button>
      )}
    </div>
  );
}
