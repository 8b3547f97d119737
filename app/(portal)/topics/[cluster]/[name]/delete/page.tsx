import type { Metadata } from "next";
import { TopicDeletionForm } from "#components/topic/topic-deletion-form";
import { EmptyState } from "#components/ui/empty-state";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import type { TopicView } from "#lib/contract/topics";
import { fateOfRecords } from "#lib/domain/topic-fate";
import { ask } from "#lib/server/ask";
import { getTopic } from "#lib/server/queries/get-topic";
import { getTopicSchemas } from "#lib/server/queries/get-topic-schemas";
import { topicHref } from "../../../../../../components/topic/topic-href.ts";
import { submitTopicDeletion } from "./actions.ts";

type PageProps = { params: Promise<{ cluster: string; name: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Delete ${(await params).name}` };
}

/** Asks that a topic goes for good. */
export default async function DeleteTopicPage({ params }: PageProps) {
  const topic = await ask(getTopic, await params);
  const { cluster, name, may } = topic;

  return (
    <>
      <PageHeader
        title={
          <>
            Delete <span className="font-mono">{name}</span>
          </>
        }
        description={whatGoes(topic)}
        actions={<LinkButton href={topicHref(cluster, name)}>Back to the topic</LinkButton>}
      />
      {may.delete.allowed ? (
        <TopicDeletionForm
          cluster={cluster}
          name={name}
          subjects={await subjectsOf(cluster, name)}
          submit={submitTopicDeletion}
        />
      ) : (
        <EmptyState title="It cannot be deleted here">
          {may.delete.needed ?? "It is being deleted already, or Headgate does not manage it."}
        </EmptyState>
      )}
    </>
  );
}

/** What the deletion is of: the topic with its records, or only what is managed here of one that was seen not to be there, or not to be ours. */
function whatGoes({ clusterName, condition }: TopicView): string {
  switch (fateOfRecords(condition)) {
    case "gone":
      return `The topic was not on ${clusterName} when Headgate last looked. Once this is approved, its access ends and Headgate manages it no more.`;
    case "replaced":
      return `Once this is approved, Headgate manages this name no more. The other topic that was seen on ${clusterName} stays as it is.`;
    case "lost":
      return `Once this is approved, the topic goes from ${clusterName} with every record in it. That cannot be undone.`;
  }
}

/** Subjects that live; those that are deleted are nothing to ask about. */
async function subjectsOf(cluster: string, name: string): Promise<string[]> {
  const { subjects } = await ask(getTopicSchemas, { cluster, name });
  return subjects.filter(({ state }) => state !== "deleted" && state !== "purged").map(({ subject }) => subject);
}
