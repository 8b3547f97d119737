import type { Metadata } from "next";
import { ObjectHistory } from "#components/audit/object-history";
import { TryAgainButton } from "#components/command/try-again-button";
import { TransferTopicDialog } from "#components/ownership/transfer-dialog";
import { TakeBackDialog } from "#components/request/take-back-dialog";
import { AnnounceEndingDialog, WithdrawEndingDialog } from "#components/topic/announce-ending-dialog";
import { DescribeTopicDialog } from "#components/topic/describe-topic-dialog";
import { FollowTopic } from "#components/topic/follow-topic";
import { TopicBlockNotice } from "#components/topic/topic-block-notice";
import { TopicConfig } from "#components/topic/topic-config";
import { TopicEndingNotice } from "#components/topic/topic-ending-notice";
import { TopicMoveNotice } from "#components/topic/topic-move-notice";
import { TopicOverview } from "#components/topic/topic-overview";
import { TopicPageHeader } from "#components/topic/topic-page-header";
import { UnblockTopicDialog } from "#components/topic/unblock-topic-dialog";
import { UnownedNotice } from "#components/topic-import/unowned-notice";
import { TabLinks } from "#components/ui/tab-links";
import type { TopicView } from "#lib/contract/topics";
import { ask } from "#lib/server/ask";
import { getHistory } from "#lib/server/queries/get-history";
import { getTopic } from "#lib/server/queries/get-topic";
import { type TopicTab, topicHref } from "../../../../../components/topic/topic-href.ts";
import { navigation } from "../../../navigation.ts";
import { type SearchParams, singleParams } from "../../../single-params.ts";
import { AccessTab } from "./access-tab.tsx";
import {
  announceTopicEnding,
  askToAdopt,
  askToRevert,
  claimTopic,
  liftBlock,
  retryBlockedTopic,
  saveDescription,
  takeChangeBack,
  transferOwnership,
} from "./actions.ts";
import { ConsumersTab } from "./consumers-tab.tsx";
import { SchemaTab } from "./schema-tab.tsx";
import { WayOut } from "./way-out.tsx";

type TopicPageProps = {
  params: Promise<{ cluster: string; name: string }>;
  searchParams: SearchParams;
};

export async function generateMetadata({ params }: TopicPageProps): Promise<Metadata> {
  return { title: (await params).name };
}

const TABS = {
  overview: "Overview",
  access: "Access",
  consumers: "Consumers",
  schema: "Schema",
  config: "Config",
  history: "History",
} satisfies Record<TopicTab, string>;

/** One topic: how it stands, its settings, what happened to it. */
export default async function TopicPage({ params, searchParams }: TopicPageProps) {
  const topic = await ask(getTopic, await params);
  const shown = await singleParams(searchParams, ["tab", "cursor"]);
  const tab = tabOf(shown.tab);
  const { cluster, name, condition } = topic;

  return (
    <>
      <FollowTopic name={name} state={condition.state} moving={topic.moving !== null} />
      <TopicPageHeader topic={topic} />
      <Unowned topic={topic} />
      <TopicBlockNotice
        topic={topic}
        unblock={topic.may.unblock.allowed && <UnblockTopicDialog topic={{ cluster, name }} unblock={liftBlock} />}
      />
      {topic.moving && <Move topic={topic} moving={topic.moving} />}
      <TopicEndingNotice topic={topic} actions={topic.may.announce.allowed && <EndingActions topic={topic} />} />
      <TabLinks
        label="Topic"
        tabs={Object.entries(TABS).map(([id, label]) => ({
          label,
          href: topicHref(cluster, name, id as TopicTab),
          current: id === tab,
        }))}
      />
      {tab === "overview" && (
        <TopicOverview
          topic={topic}
          retry={
            topic.may.retry.allowed ? <TryAgainButton retry={retryBlockedTopic} input={{ cluster, name }} /> : null
          }
          describe={<Describe topic={topic} />}
          transfer={
            topic.team &&
            topic.may.transfer.allowed && (
              <TransferTopicDialog topic={{ cluster, name }} from={topic.team} request={transferOwnership} />
            )
          }
        />
      )}
      {tab === "overview" && <WayOut topic={topic} />}
      {tab === "access" && <AccessTab topic={topic} />}
      {tab === "consumers" && <ConsumersTab topic={topic} params={shown} />}
      {tab === "schema" && <SchemaTab topic={topic} />}
      {tab === "config" && <TopicConfig topic={topic} commands={{ revert: askToRevert, adopt: askToAdopt }} />}
      {tab === "history" && <ObjectHistory of="topic" events={await historyOf(topic.id)} />}
    </>
  );
}

/** The way to say something else about it, for who may. */
function Describe({ topic: { cluster, name, metadata, version, may } }: { topic: TopicView }) {
  if (!metadata || version === null || !may.describe.allowed) return null;
  return <DescribeTopicDialog topic={{ cluster, name, metadata, version }} describe={saveDescription} />;
}

/** Partitions on their way, with the request that moves them. */
function Move({ topic, moving }: { topic: TopicView; moving: NonNullable<TopicView["moving"]> }) {
  const moves = (kind: string) => kind === "topic.change" || kind === "topic.revert";
  const id = topic.openRequests.find(({ kind, state }) => state === "approved" && moves(kind))?.id ?? null;
  const may = id !== null && topic.may.cancelChange.allowed;
  return (
    <TopicMoveNotice
      moving={moving}
      requestId={id}
      takeBack={may && <TakeBackDialog requestId={id} kind="topic.change" takeBack={takeChangeBack} />}
    />
  );
}

/** Of a topic that nobody owns: the way to claim it, for who is in a team. */
async function Unowned({ topic }: { topic: TopicView }) {
  if (topic.team !== null) return null;
  const { teams } = await navigation();
  const choices = teams.map(({ slug, name }) => ({ value: slug, label: name }));
  return <UnownedNotice topic={topic} teams={choices} claim={claimTopic} />;
}

function EndingActions({ topic }: { topic: TopicView }) {
  return (
    <>
      <AnnounceEndingDialog topic={topic} announce={announceTopicEnding} />
      <WithdrawEndingDialog topic={topic} announce={announceTopicEnding} />
    </>
  );
}

async function historyOf(topicId: string | null) {
  return topicId === null ? [] : (await ask(getHistory, { kind: "topic", id: topicId })).items;
}

function tabOf(asked: string | undefined): TopicTab {
  return Object.keys(TABS).find((tab): tab is TopicTab => tab === asked) ?? "overview";
}
