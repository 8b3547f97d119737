import type { Metadata } from "next";
import { DecommissionCard } from "#components/topic/decommission-card";
import { FollowTopic } from "#components/topic/follow-topic";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { ask } from "#lib/server/ask";
import { getDecommission } from "#lib/server/queries/get-decommission";
import { getTopic } from "#lib/server/queries/get-topic";
import { topicHref } from "../../../../../../components/topic/topic-href.ts";
import { announceTopicEnding, askToBlock, liftBlock, withdrawStep } from "../actions.ts";

type PageProps = { params: Promise<{ cluster: string; name: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Decommission ${(await params).name}` };
}

/** The way out of one topic, step by step. */
export default async function DecommissionTopicPage({ params }: PageProps) {
  const place = await params;
  const [topic, { condition, moving }] = await Promise.all([ask(getDecommission, place), ask(getTopic, place)]);
  const { cluster, name } = topic;

  return (
    <>
      <FollowTopic name={name} state={condition.state} moving={moving !== null} />
      <PageHeader
        title={
          <>
            Decommission <span className="font-mono">{name}</span>
          </>
        }
        description="Announce its end, block it to hear who misses it, then delete it. Each step but the last is taken back with one button, and all of them stay in its history."
        actions={<LinkButton href={topicHref(cluster, name)}>Back to the topic</LinkButton>}
      />
      <DecommissionCard
        topic={topic}
        commands={{ announce: announceTopicEnding, block: askToBlock, unblock: liftBlock, withdraw: withdrawStep }}
      />
    </>
  );
}
