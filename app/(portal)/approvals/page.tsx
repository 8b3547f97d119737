import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import { ApprovalsBoard } from "#components/request/approvals-board";
import { CursorPager, currentCursor } from "#components/ui/cursor-pager";
import { EmptyState } from "#components/ui/empty-state";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { ask } from "#lib/server/ask";
import { listRequests } from "#lib/server/queries/list-requests";
import { type SearchParams, singleParams } from "../single-params.ts";
import { approveAll } from "./actions.ts";

export const metadata: Metadata = { title: "Approvals" };

/** What I can decide, one by one or several at once. */
export default async function ApprovalsPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await singleParams(searchParams, ["cursor"]);
  const { items, nextCursor } = await ask(listRequests, { decidable: "true", cursor: currentCursor(params.cursor) });

  return (
    <>
      <PageHeader
        title="Approvals"
        description="Requests that you can decide, or that your teams have to acknowledge as readers. Open one to read its plan, or answer several at once."
      />
      <ApprovalsBoard
        requests={items}
        approveAll={approveAll}
        nothing={
          <EmptyState
            icon={CircleCheck}
            title="Nothing waits for your decision"
            action={<LinkButton href="/requests">See all requests</LinkButton>}
          >
            Requests appear here when you own a team that they need, when your team reads what would change, or for
            platform admins when they need one.
          </EmptyState>
        }
      />
      <CursorPager path="/approvals" params={params} nextCursor={nextCursor} shown={items.length} />
    </>
  );
}
