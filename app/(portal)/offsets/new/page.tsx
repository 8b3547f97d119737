import { Radio } from "lucide-react";
import type { Metadata } from "next";
import { ResetOffsetsForm } from "#components/offsets/reset-offsets-form";

import { EmptyState } from "#components/ui/empty-state";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { ask } from "#lib/server/ask";
import { getOffsetForm } from "#lib/server/queries/get-offset-form";
import { topicHref } from "../../../../components/topic/topic-href.ts";
import { type SearchParams, singleParams } from "../../single-params.ts";
import { askForReset } from "./actions.ts";

export const metadata: Metadata = { title: "Reset offsets" };

/** Asks for the offsets of a consumer group to be set in one topic; the address says where. */
export default async function NewOffsetResetPage({ searchParams }: { searchParams: SearchParams }) {
  const { cluster, topic, ...form } = await ask(
    getOffsetForm,
    await singleParams(searchParams, ["cluster", "group", "topic"]),
  );
  const found = cluster !== null && topic !== null && form.applications.length > 0;

  return (
    <>
      <PageHeader
        title="Reset offsets"
        actions={<span className="text-ink-3">Nothing reaches the cluster before it is approved.</span>}
      />
      {found ? (
        <ResetOffsetsForm form={{ ...form, cluster, topic }} request={askForReset} />
      ) : (
        <EmptyState
          icon={Radio}
          title="No group of yours"
          action={
            <LinkButton href={cluster && topic ? topicHref(cluster, topic, "consumers") : "/topics"}>
              {topic === null ? "See the topics" : "See who consumes it"}
            </LinkButton>
          }
        >
          Only groups that an application of your teams was granted to consume a topic with are set.
        </EmptyState>
      )}
    </>
  );
}
