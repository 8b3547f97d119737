import type { Metadata } from "next";
import { TopicAccessView } from "#components/access/topic-access-view";
import { ObjectHistory } from "#components/audit/object-history";
import { TryAgainButton } from "#components/command/try-again-button";
import { ResetOffsetsDialog } from "#components/offsets/reset-offsets-dialog";
import { TransferTopicDialog } from "#components/ownership/transfer-dialog";
import { TakeBackDialog } from "#components/request/take-back-dialog";
import { TopicExports } from "#components/schema/topic-exports";
import { TopicSchemasView } from "#components/schema/topic-schemas-view";
import { AnnounceEndingDialog, WithdrawEndingDialog } from "#components/topic/announce-ending-dialog";
import { DescribeTopicDialog } from "#components/topic/describe-topic-dialog";
import { FollowTopic } from "#components/topic/follow-topic";
import { TopicBlockNotice } from "#components/topic/topic-block-notice";
import { TopicConfig } from "#components/topic/topic-config";
import { TopicConsumers } from "#components/topic/topic-consumers";
import { TopicEndingNotice } from "#components/topic/topic-ending-notice";
import { TopicMoveNotice } from "#components/topic/topic-move-notice";
import { TopicOverview } from "#components/topic/topic-overview";
import { TopicPageHeader } from "#components/topic/topic-page-header";
import { UnblockTopicDialog } from "#components/topic/unblock-topic-dialog";
import { UnownedNotice } from "#components/topic-import/unowned-notice";
import { Card, CardHeader, CardSection } from "#components/ui/card";
import { currentCursor } from "#components/ui/cursor-pager";
import { TabLinks } from "#components/ui/tab-links";
import type { TopicView } from "#lib/contract/topics";
import { ask, tryAsk } from "#lib/server/ask";
import { getHistory } from "#lib/server/queries/get-history";
import { getOffsetForm } from "#lib/server/queries/get-offset-form";
import { getSubject } from "#lib/server/queries/get-subject";
import { getTopic } from "#lib/server/queries/get-topic";
import { getTopicAccess } from "#lib/server/queries/get-topic-access";
import { getTopicGroups } from "#lib/server/queries/get-topic-groups";
import { getTopicSchemas } from "#lib/server/queries/get-topic-schemas";
import { type TopicTab, topicHref } from "../../../../../components/topic/topic-href.ts";
import { navigation } from "../../../navigation.ts";
import { askForReset } from "../../../offsets/new/actions.ts";
import { type SearchParams, singleParams } from "../../../single-params.ts";
import {
  announceTopicEnding,
  askForRemoval,
  askToAdopt,
  askToRevert,
  claimTopic,
  liftBlock,
  releaseAccess,
  renewAccess,
  retryBlockedTopic,
  revokeAccess,
  saveDescription,
  takeChangeBack,
  transferOwnership,
} from "./actions.ts";
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
      {tab === "access" && <Access topic={topic} />}
      {tab === "consumers" && <Consumers topic={topic} params={shown} />}
      {tab === "schema" && <Schema topic={topic} />}
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
      takeBack={may && <TakeBackDialog requestId={id} takeBack={takeChangeBack} />}
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

async function Access({ topic: { cluster, name, team } }: { topic: TopicView }) {
  const [access, { teams }] = await Promise.all([ask(getTopicAccess, { cluster, name }), navigation()]);
  const askers = [...teams, ...(team ? [team] : [])].map(({ slug }) => slug);

  return (
    <TopicAccessView
      cluster={cluster}
      name={name}
      access={access}
      teams={[...new Set(askers)]}
      commands={{ renew: renewAccess, revoke: revokeAccess, release: releaseAccess, requestRemoval: askForRemoval }}
    />
  );
}

async function Consumers({ topic: { cluster, name }, params }: { topic: TopicView; params: Record<string, string> }) {
  const [page, { applications }] = await Promise.all([
    ask(getTopicGroups, { cluster, name, cursor: currentCursor(params.cursor) }),
    ask(getOffsetForm, { cluster, topic: name }),
  ]);
  const owners = new Map(applications.flatMap(({ slug, groups }) => groups.map((group) => [group, slug] as const)));
  const reset = (group: string) => {
    const application = owners.get(group);
    const about = application === undefined ? null : { application, cluster, group, topic: name };
    return about && <ResetOffsetsDialog about={about} request={askForReset} />;
  };
  return (
    <TopicConsumers
      page={page}
      path={topicHref(cluster, name)}
      params={params}
      {...(owners.size > 0 ? { actionsOf: reset } : {})}
    />
  );
}

/** Subjects whose fields are shown with them; a topic with several kinds of records may have many. */
const WITH_FIELDS = 4;

async function Schema({ topic }: { topic: TopicView }) {
  const { cluster, name } = topic;
  const { subjects, ...schemas } = await ask(getTopicSchemas, { cluster, name });
  const shown = await Promise.all(
    subjects.map(async (subject, index) => ({
      ...subject,
      fields: index < WITH_FIELDS ? await fieldsOf(cluster, subject.subject) : null,
    })),
  );
  return (
    <TopicSchemasView
      cluster={cluster}
      topic={name}
      schemas={schemas}
      subjects={shown}
      aside={<Aside topic={topic} />}
    />
  );
}

/** Beside the schemas: what can be downloaded of a topic that somebody owns, and its end. */
function Aside({ topic }: { topic: TopicView }) {
  return (
    <>
      {topic.desired && <TopicExports cluster={topic.cluster} topic={topic.name} />}
      <Ending topic={topic} />
    </>
  );
}

function EndingActions({ topic }: { topic: TopicView }) {
  return (
    <>
      <AnnounceEndingDialog topic={topic} announce={announceTopicEnding} />
      <WithdrawEndingDialog topic={topic} announce={announceTopicEnding} />
    </>
  );
}

/** The way to announce an end, for who may; an announced one stands above all tabs. */
function Ending({ topic }: { topic: TopicView }) {
  if (topic.ending || !topic.may.announce.allowed) return null;
  return (
    <Card>
      <CardHeader title="Its end" />
      <CardSection className="grid justify-items-start gap-3">
        <p className="text-ink-2">
          A change that readers cannot follow goes to a new topic. Announce until when this one is written, and what
          takes its place.
        </p>
        <AnnounceEndingDialog topic={topic} announce={announceTopicEnding} />
      </CardSection>
    </Card>
  );
}

async function fieldsOf(cluster: string, subject: string) {
  const found = await tryAsk(getSubject, { cluster, subject });
  return found.ok ? (found.value.shown?.fields ?? null) : null;
}

async function historyOf(topicId: string | null) {
  return topicId === null ? [] : (await ask(getHistory, { kind: "topic", id: topicId })).items;
}

function tabOf(asked: string | undefined): TopicTab {
  return Object.keys(TABS).find((tab): tab is TopicTab => tab === asked) ?? "overview";
}
