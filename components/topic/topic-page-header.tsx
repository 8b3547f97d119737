import type { TopicView } from "#lib/contract/topics";
import { accessHref } from "../access/access-href.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Tag } from "../ui/tag.tsx";
import { topicHref } from "./topic-href.ts";
import { TopicStateChip } from "./topic-state-chip.tsx";

/** What the page is about, how it stands, and how old that knowledge is. */
export function TopicPageHeader({ topic }: { topic: TopicView }) {
  const { cluster, name, clusterName, metadata, team, condition, may } = topic;

  return (
    <PageHeader
      title={name}
      mono
      status={
        <>
          <CopyButton value={name} label="Copy topic name" />
          <TopicStateChip state={condition.state} />
          <Seen topic={topic} />
        </>
      }
      description={
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {metadata?.description && <span className="whitespace-pre-line">{metadata.description}</span>}
          {metadata && <Tag>{metadata.classification}</Tag>}
          <Tag>{clusterName}</Tag>
          <Tag>{team ? `owned by ${team.name}` : "owned by nobody"}</Tag>
        </span>
      }
      // Of a topic that nobody owns, nobody could decide.
      actions={
        team && (
          <>
            {may.delete.allowed && (
              <LinkButton variant="quiet" href={topicHref(cluster, name, "delete")}>
                Delete
              </LinkButton>
            )}
            {may.change.allowed && <LinkButton href={topicHref(cluster, name, "change")}>Change settings</LinkButton>}
            <LinkButton variant="primary" href={accessHref({ cluster, topic: name })}>
              Ask for access
            </LinkButton>
          </>
        )
      }
    />
  );
}

/** Ready is only said of what was seen: when it was last verified, and when the cluster was last swept. */
function Seen({ topic: { condition, verifiedAt, seenAt } }: { topic: TopicView }) {
  return (
    <span className="text-small text-ink-3">
      {condition.state === "ready" && verifiedAt && (
        <>
          verified on the cluster <RelativeTime at={verifiedAt} /> ·{" "}
        </>
      )}
      {seenAt ? (
        <>
          seen <RelativeTime at={seenAt} />
        </>
      ) : (
        "the cluster was not seen yet"
      )}
    </span>
  );
}
