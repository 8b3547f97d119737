import type { Metadata } from "next";
import { TopicChangeForm } from "#components/topic/topic-change-form";
import { EmptyState } from "#components/ui/empty-state";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { ask } from "#lib/server/ask";
import { getTopic } from "#lib/server/queries/get-topic";
import { getTopicChangeForm } from "#lib/server/queries/get-topic-change-form";
import { topicHref } from "../../../../../../components/topic/topic-href.ts";
import { submitTopicChange } from "./actions.ts";

type PageProps = { params: Promise<{ cluster: string; name: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Change ${(await params).name}` };
}

/** Asks for other settings of a topic that is there. */
export default async function ChangeTopicPage({ params }: PageProps) {
  const topic = await ask(getTopic, await params);
  const { cluster, name, desired, metadata, may } = topic;
  const changeable = may.change.allowed && desired && metadata ? { ...topic, desired, metadata } : null;

  return (
    <>
      <PageHeader
        title={
          <>
            Change <span className="font-mono">{name}</span>
          </>
        }
        description="Only what you change is asked for. Nothing reaches the cluster before it is approved."
        actions={<LinkButton href={topicHref(cluster, name, "config")}>Back to the topic</LinkButton>}
      />
      {changeable ? (
        <TopicChangeForm
          topic={changeable}
          form={await ask(getTopicChangeForm, { cluster, name })}
          submit={submitTopicChange}
        />
      ) : (
        <EmptyState title="It cannot be changed here">
          {may.change.needed ?? "It is not on its cluster as something that Headgate manages."}
        </EmptyState>
      )}
    </>
  );
}
