import { Users } from "lucide-react";
import type { Metadata } from "next";
import { TopicRequestForm } from "#components/topic/topic-request-form";
import { EmptyState } from "#components/ui/empty-state";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import type { TopicForm } from "#lib/contract/pages";
import type { RequestView } from "#lib/contract/requests";
import type { TopicView } from "#lib/contract/topics";
import { ask } from "#lib/server/ask";
import { getAccessForm } from "#lib/server/queries/get-access-form";
import { getRequest } from "#lib/server/queries/get-request";
import { getTopic } from "#lib/server/queries/get-topic";
import { getTopicForm } from "#lib/server/queries/get-topic-form";
import { draftOf, EMPTY_DRAFT, type TopicDraft } from "../../../../components/topic/topic-draft.ts";
import { topicHref } from "../../../../components/topic/topic-href.ts";
import { type SearchParams, singleParams } from "../../single-params.ts";
import { submitRequestEdit, submitTopicRequest } from "./actions.ts";

export const metadata: Metadata = { title: "Request a topic" };

/** Asks for a topic; with `edit`, changes an open request, or begins with what another one asked for; with `like`, as a copy of a topic. */
export default async function NewTopicPage({ searchParams }: { searchParams: SearchParams }) {
  const { cluster, team, edit, like, name } = await singleParams(searchParams, [
    "cluster",
    "team",
    "edit",
    "like",
    "name",
  ]);
  const source = edit === undefined ? null : await ask(getRequest, { requestId: edit });
  const editing = source?.may.edit.allowed ? { requestId: source.id, version: source.version } : null;
  const model = cluster === undefined || like === undefined ? null : await ask(getTopic, { cluster, name: like });
  const place = { cluster: cluster ?? source?.cluster, team: team ?? source?.team.slug ?? model?.team?.slug };
  const form = await ask(getTopicForm, editing ? { ...place, edit: editing.requestId } : place);

  return (
    <>
      <PageHeader
        title={editing ? `Edit request ${editing.requestId}` : "Request a topic"}
        actions={<span className="text-ink-3">Nothing reaches the cluster before it is approved.</span>}
        description={source ? <Source request={source} editing={editing !== null} /> : model && <Model topic={model} />}
      />
      {missing(form) ?? (
        <TopicRequestForm
          form={form}
          initial={startOf(source, model, name)}
          editing={editing}
          access={editing ? null : await ask(getAccessForm, form.cluster === null ? {} : { cluster: form.cluster })}
          submit={editing ? submitRequestEdit : submitTopicRequest}
        />
      )}
    </>
  );
}

/** What the form begins with: another request, another topic under a name of its own, or nothing. */
function startOf(source: RequestView | null, model: TopicView | null, name = ""): TopicDraft {
  if (source?.patch) return draftOf({ ...source, patch: source.patch });
  if (!model?.desired || !model.metadata) return EMPTY_DRAFT;
  return draftOf({ name, patch: { spec: model.desired, metadata: model.metadata }, reason: "" });
}

function Model({ topic: { cluster, name } }: { topic: TopicView }) {
  return (
    <>
      Filled from <TextLink href={topicHref(cluster, name)}>{name}</TextLink>, which stays as it is.
    </>
  );
}

function Source({ request, editing }: { request: RequestView; editing: boolean }) {
  const link = <TextLink href={`/requests/${request.id}`}>request {request.id}</TextLink>;
  if (editing) return <>A change of {link} is judged anew, and approvals that it had no longer count.</>;
  return (
    <>
      Filled from {link}, which stays as it is. {request.may.edit.needed}
    </>
  );
}

/** Without a team there is nobody to own a topic, and without a cluster no place for it. */
function missing({ teams, clusters }: TopicForm) {
  if (teams.length === 0) {
    return (
      <EmptyState
        icon={Users}
        title="You are in no team yet"
        action={<LinkButton href="/teams">See the teams</LinkButton>}
      >
        A topic belongs to a team, and its members ask for it. An owner of a team can add you.
      </EmptyState>
    );
  }
  if (clusters.length > 0) return null;
  return (
    <EmptyState title="No cluster yet" action={<LinkButton href="/admin/clusters">See the clusters</LinkButton>}>
      No worker has reported a cluster, so there is no place for a topic.
    </EmptyState>
  );
}
