import { Users } from "lucide-react";
import type { Metadata } from "next";
import { TopicRequestForm } from "#components/topic/topic-request-form";
import { EmptyState } from "#components/ui/empty-state";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import type { TopicForm } from "#lib/contract/pages";
import type { RequestView } from "#lib/contract/requests";
import { ask } from "#lib/server/ask";
import { getAccessForm } from "#lib/server/queries/get-access-form";
import { getRequest } from "#lib/server/queries/get-request";
import { getTopicForm } from "#lib/server/queries/get-topic-form";
import { draftOf, EMPTY_DRAFT } from "../../../../components/topic/topic-draft.ts";
import { type SearchParams, singleParams } from "../../single-params.ts";
import { submitRequestEdit, submitTopicRequest } from "./actions.ts";

export const metadata: Metadata = { title: "Request a topic" };

/** Asks for a topic; with `edit`, changes an open request, or begins with what another one asked for. */
export default async function NewTopicPage({ searchParams }: { searchParams: SearchParams }) {
  const { cluster, team, edit } = await singleParams(searchParams, ["cluster", "team", "edit"]);
  const source = edit === undefined ? null : await ask(getRequest, { requestId: edit });
  const editing = source?.may.edit.allowed ? { requestId: source.id, version: source.version } : null;
  const place = { cluster: cluster ?? source?.cluster, team: team ?? source?.team.slug };
  const form = await ask(getTopicForm, editing ? { ...place, edit: editing.requestId } : place);

  return (
    <>
      <PageHeader
        title={editing ? `Edit request ${editing.requestId}` : "Request a topic"}
        actions={<span className="text-ink-3">Nothing reaches the cluster before it is approved.</span>}
        description={source && <Source request={source} editing={editing !== null} />}
      />
      {missing(form) ?? (
        <TopicRequestForm
          form={form}
          initial={source?.patch ? draftOf({ ...source, patch: source.patch }) : EMPTY_DRAFT}
          editing={editing}
          access={editing ? null : await ask(getAccessForm, form.cluster === null ? {} : { cluster: form.cluster })}
          submit={editing ? submitRequestEdit : submitTopicRequest}
        />
      )}
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
