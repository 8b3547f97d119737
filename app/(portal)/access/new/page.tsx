import { AppWindow } from "lucide-react";
import type { Metadata } from "next";
import { AccessRequestForm } from "#components/access/access-request-form";
import { EmptyState } from "#components/ui/empty-state";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import type { AccessForm } from "#lib/contract/access";
import { ask } from "#lib/server/ask";
import { getAccessForm } from "#lib/server/queries/get-access-form";
import { startOf } from "../../../../components/access/access-draft.ts";
import { type SearchParams, singleParams } from "../../single-params.ts";
import { submitAccessRequest } from "./actions.ts";

export const metadata: Metadata = { title: "Ask for access" };

/** Asks for access of an application to topics; the address may say which, and what an ACL allows that is to become a grant. */
export default async function NewAccessPage({ searchParams }: { searchParams: SearchParams }) {
  const known = ["application", "cluster", "topic"] as const;
  const hinted = ["operation", "pattern", "host", "group"] as const;
  const params = await singleParams(searchParams, [...known, ...hinted]);
  const { operation, pattern, host, group, ...asked } = params;
  const form = await ask(getAccessForm, asked);

  return (
    <>
      <PageHeader
        title="Ask for access"
        actions={<span className="text-ink-3">Nothing reaches the cluster before it is approved.</span>}
      />
      {missing(form) ?? (
        <AccessRequestForm
          form={form}
          initial={startOf(form, { operation, pattern, host, group })}
          submit={submitAccessRequest}
        />
      )}
    </>
  );
}

/** Without an application there is nobody to be let in, and without a cluster nowhere. */
function missing({ applications, clusters }: AccessForm) {
  if (applications.length === 0) {
    return (
      <EmptyState
        icon={AppWindow}
        title="Your teams have no application yet"
        action={<LinkButton href="/applications">See the applications</LinkButton>}
      >
        Access is given to an application, a program of a team. Members of a team make one.
      </EmptyState>
    );
  }
  if (clusters.length > 0) return null;
  return (
    <EmptyState title="No cluster yet" action={<LinkButton href="/admin/clusters">See the clusters</LinkButton>}>
      No worker has reported a cluster, so there is nothing to get access to.
    </EmptyState>
  );
}
