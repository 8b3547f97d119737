import { Users } from "lucide-react";
import type { Metadata } from "next";
import { SchemaRequestForm } from "#components/schema/schema-request-form";
import { EmptyState } from "#components/ui/empty-state";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import type { SchemaForm } from "#lib/contract/schema-requests";
import { ask } from "#lib/server/ask";
import { getSchemaForm } from "#lib/server/queries/get-schema-form";
import { type SearchParams, singleParams } from "../../single-params.ts";
import { submitSchemaRequest } from "./actions.ts";

export const metadata: Metadata = { title: "Ask for a schema" };

/** Asks for a subject's next version, or its first; the address may say which subject, or which topic's. */
export default async function NewSchemaPage({ searchParams }: { searchParams: SearchParams }) {
  const form = await ask(getSchemaForm, await singleParams(searchParams, ["cluster", "topic", "part", "subject"]));

  return (
    <>
      <PageHeader
        title="Ask for a schema"
        actions={<span className="text-ink-3">Nothing reaches the registry before it is approved.</span>}
      />
      {missing(form) ?? <SchemaRequestForm form={form} submit={submitSchemaRequest} />}
    </>
  );
}

/** Without a team there is nobody to own a subject, and without a registry no place for it. */
function missing({ teams, clusters }: SchemaForm) {
  if (teams.length === 0) {
    return (
      <EmptyState
        icon={Users}
        title="You are in no team yet"
        action={<LinkButton href="/teams">See the teams</LinkButton>}
      >
        A schema belongs to the team of its topic, and its members ask for it. An owner of a team can add you.
      </EmptyState>
    );
  }
  if (clusters.some(({ registry }) => registry)) return null;
  return (
    <EmptyState title="No registry yet" action={<LinkButton href="/admin/clusters">See the clusters</LinkButton>}>
      No cluster has a schema registry that a worker knows of, so there is no place for a schema.
    </EmptyState>
  );
}
