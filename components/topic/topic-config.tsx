import { Diff } from "lucide-react";
import type { TopicView } from "#lib/contract/topics";
import { describeConfigValue } from "#lib/domain/topic-config-value";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { clusterDefault } from "./default-words.ts";
import type { DriftCommands } from "./drift-commands.ts";
import { ResolveFieldsDialog } from "./resolve-fields-dialog.tsx";
import { TopicDriftCard } from "./topic-drift-card.tsx";
import { topicHref } from "./topic-href.ts";

type ConfigRow = TopicView["config"][number];

const LABELS: Record<string, string> = { replicationFactor: "replication factor" };

const columns: Column<ConfigRow>[] = [
  { key: "field", header: "Setting", rowHeader: true, mono: true, cell: (row) => <Setting row={row} /> },
  { key: "desired", header: "Desired", cell: (row) => <Value row={row} value={row.desired} /> },
  { key: "lastApplied", header: "Last applied", cell: (row) => <Value row={row} value={row.lastApplied} /> },
  { key: "live", header: "On the cluster", cell: (row) => <Live row={row} /> },
  {
    key: "limit",
    header: "The rules allow",
    cell: ({ limit }) => <span className="text-ink-2">{limit ?? "anything"}</span>,
  },
];

type TopicConfigProps = { topic: TopicView; commands: DriftCommands };

/** What differs, then every setting that somebody stated: what is desired, what Headgate last applied, what is there, what the rules allow. */
export function TopicConfig({ topic, commands }: TopicConfigProps) {
  const managed = topic.desired !== null;
  const stated = managed ? columns : columns.filter(({ key }) => key === "field" || key === "live");
  const takes = topic.may.resolveDrift.allowed && topic.config.some(isUnmanaged);
  const shown = takes ? [...stated, takeOverColumn(topic, commands.adopt)] : stated;

  return (
    <>
      <TopicDriftCard topic={topic} commands={commands} />
      <Card>
        <Table caption="Settings" columns={shown} rows={topic.config} rowKey={({ field }) => field} />
      </Card>
      <p className="mt-3 text-small text-ink-3">
        {managed
          ? "Settings that are not here have the cluster’s own default. Of those that Headgate does not manage, it reads the value and changes nothing."
          : "Settings that are not here have the cluster’s own default."}{" "}
        {managed &&
          !topic.may.change.allowed &&
          topic.may.change.needed &&
          `To change them: ${topic.may.change.needed}`}
      </p>
      {topic.may.change.allowed && (
        <p className="mt-3">
          <LinkButton href={topicHref(topic.cluster, topic.name, "change")}>Change these settings</LinkButton>
        </p>
      )}
    </>
  );
}

/** Set on the cluster by somebody else, and left alone. */
function isUnmanaged({ managed, desired, live, lastApplied }: ConfigRow): boolean {
  return !managed && desired === null && lastApplied === null && live !== null;
}

/** The way to have a key managed from now on, as it is. */
function takeOverColumn(topic: TopicView, adopt: DriftCommands["adopt"]): Column<ConfigRow> {
  const { cluster, name } = topic;
  return {
    key: "take-over",
    header: <span className="sr-only">Take over</span>,
    nowrap: true,
    cell: (row) =>
      isUnmanaged(row) && (
        <ResolveFieldsDialog
          topic={{ cluster, name }}
          how="adopt"
          fields={[row.field]}
          title={`Take over ${row.field} as it is?`}
          trigger={
            <Button size="small" aria-label={`Take over ${row.field}`}>
              Take over
            </Button>
          }
          request={adopt}
        />
      ),
  };
}

function Setting({ row }: { row: ConfigRow }) {
  return (
    <>
      {LABELS[row.field] ?? row.field}
      {isUnmanaged(row) && <span className="block font-sans text-xs text-ink-3">not managed</span>}
    </>
  );
}

function Value({ row: { field }, value }: { row: ConfigRow; value: string | null }) {
  if (value === null) return <span className="text-ink-3">–</span>;
  const { short, exact } = describeConfigValue(field, value);
  return (
    <span className="block min-w-24 font-mono text-small wrap-anywhere">
      {short}
      {exact && <span className="block text-xs whitespace-nowrap text-ink-3">{exact}</span>}
    </span>
  );
}

function Live({ row }: { row: ConfigRow }) {
  const { field, live, desired, managed, byDefault } = row;
  const unset = live === null && byDefault !== null;
  const differs = managed && live !== desired && (unset || live !== null);
  return (
    <span className="flex flex-wrap items-center gap-2">
      {unset ? (
        // What is not set counts all the same: with the value that it has there.
        <span className="text-small text-ink-2">{clusterDefault(field, { [field]: byDefault })}</span>
      ) : (
        <Value row={row} value={live} />
      )}
      {differs && (
        <Chip tone="warn" icon={Diff}>
          differs
        </Chip>
      )}
    </span>
  );
}
