import type { ClusterSettingsUpdated, ClusterView } from "#lib/contract/platform";
import { grouped } from "#lib/domain/quantity";
import { formatConfigValue } from "#lib/domain/topic-config-value";
import type { Action } from "../command/use-command.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { type Definition, DefinitionList } from "../ui/definition-list.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Since } from "../ui/since.tsx";
import { StatGrid } from "../ui/stat-grid.tsx";
import { Tag } from "../ui/tag.tsx";
import { clusterCondition, isHeldBack } from "./cluster-condition.ts";
import { ClusterSettingsDialog } from "./cluster-settings-dialog.tsx";
import { settingsInWords } from "./cluster-settings-words.ts";
import { GuardNotice } from "./guard-notice.tsx";
import { IdentityNotice } from "./identity-notice.tsx";

type ClusterCardProps = {
  cluster: ClusterView;
  /** Null for somebody who may not confirm another identity. */
  confirmIdentity: Action<unknown> | null;
  /** Null for somebody who may not change settings. */
  updateSettings: Action<ClusterSettingsUpdated> | null;
};

/** One cluster as it was last found: condition, worker, sweep, brokers, the way in for clients. */
export function ClusterCard({ cluster, confirmIdentity, updateSettings }: ClusterCardProps) {
  const { slug, name, tier, condition, conditionSince, message, detachedAt } = cluster;
  const { tone, word } = clusterCondition(cluster);
  const since = detachedAt ?? conditionSince;

  return (
    <Card>
      <CardHeader
        title={name}
        status={
          <>
            <Chip tone={tone}>{word}</Chip>
            <Tag>{tier}</Tag>
          </>
        }
        aside={<span className="font-mono text-small">{slug}</span>}
      />
      <CardSection className="grid gap-4">
        <p className="text-ink-2 wrap-anywhere">
          {word}
          {since && (
            <>
              {" "}
              <Since at={since} />
            </>
          )}
          . {!isHeldBack(cluster) && message}{" "}
          {detachedAt && "No worker declares it any more: it is shown and never written to."}
        </p>
        {condition === "identity_changed" && !detachedAt && (
          <IdentityNotice cluster={cluster} confirmIdentity={confirmIdentity} />
        )}
        {isHeldBack(cluster) && cluster.observedClusterId && (
          <GuardNotice cluster={cluster} observed={cluster.observedClusterId} confirmIdentity={confirmIdentity} />
        )}
        <Figures cluster={cluster} />
        <DefinitionList items={[...details(cluster), ...settingsInWords(cluster.settings)]} />
        {updateSettings && (
          <div>
            <ClusterSettingsDialog cluster={cluster} update={updateSettings} />
          </div>
        )}
      </CardSection>
    </Card>
  );
}

function Figures({ cluster: { brokers, topicCount, partitionCount, seenAt, sweepMs } }: { cluster: ClusterView }) {
  return (
    <StatGrid
      stats={[
        { label: "Brokers", value: brokers.length },
        { label: "Topics", value: topicCount === null ? "–" : grouped(topicCount) },
        { label: "Partitions", value: partitionCount === null ? "–" : grouped(partitionCount) },
        {
          label: "Last sweep",
          value: <RelativeTime at={seenAt} />,
          note: sweepMs !== null && `took ${grouped(sweepMs)} ms`,
        },
      ]}
    />
  );
}

function details({ worker, kafkaClusterId, brokers, topicDefaults, listeners }: ClusterView): Definition[] {
  return [
    {
      term: "Worker",
      value: worker ? <Worker worker={worker} /> : "none holds the lease: nothing is written or swept",
    },
    { term: "Cluster id", value: <Identifier value={kafkaClusterId} /> },
    { term: "Brokers", value: <Lines lines={brokers.map(({ id, host, port }) => `${id}: ${host}:${port}`)} /> },
    { term: "Retention by default", value: retentionByDefault(topicDefaults) },
    {
      term: "For clients",
      value: <Lines lines={listeners.map((listener) => listenerText(listener))} />,
    },
  ];
}

function Worker({ worker }: { worker: NonNullable<ClusterView["worker"]> }) {
  return (
    <>
      <span className="font-mono text-small">{worker.id}</span> holds the lease, heard of{" "}
      <RelativeTime at={worker.beatAt} />
    </>
  );
}

function Identifier({ value }: { value: string | null }) {
  if (value === null) return "not pinned yet: the first contact pins it";
  return (
    <>
      <span className="font-mono text-small">{value}</span> <CopyButton value={value} label="Copy the cluster id" />
    </>
  );
}

/** What a topic keeps that states no retention of its own. */
function retentionByDefault(defaults: ClusterView["topicDefaults"]): string {
  const value = defaults["retention.ms"];
  return value === undefined ? "not told yet: stock Kafka's counts" : formatConfigValue("retention.ms", value);
}

function listenerText({ name, bootstrapServers, securityProtocol, saslMechanism }: ClusterView["listeners"][number]) {
  return `${name}: ${bootstrapServers} (${[securityProtocol, saslMechanism].filter(Boolean).join(", ")})`;
}

function Lines({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return "none known";
  return (
    <ul className="font-mono text-small">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
