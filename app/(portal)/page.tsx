import { InboxIcon } from "lucide-react";
import type { Metadata } from "next";
import { InboxHealth } from "#components/request/inbox-health";
import { RequestTable } from "#components/request/request-table";
import { UnreachableBanner } from "#components/request/unreachable-banner";
import { Card, CardHeader } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import type { Inbox } from "#lib/contract/pages";
import { ask } from "#lib/server/ask";
import { getInbox } from "#lib/server/queries/get-inbox";

export const metadata: Metadata = { title: "Inbox" };

const requestTopic = (
  <LinkButton href="/topics/new" variant="primary">
    Request a topic
  </LinkButton>
);

/** What waits for me, what I asked for, how my teams' topics are. */
export default async function InboxPage() {
  const inbox = await ask(getInbox, {});
  const { mine, health, unreachable } = inbox;

  return (
    <>
      <PageHeader
        title="Inbox"
        actions={
          <>
            <LinkButton href="/access/new">Ask for access</LinkButton>
            {requestTopic}
          </>
        }
      />
      <UnreachableBanner clusters={unreachable} />
      <div className="grid gap-5">
        <Waiting inbox={inbox} />
        {mine.length > 0 && (
          <Card>
            <CardHeader title="My requests" aside={<TextLink href="/requests?mine=true">All of mine</TextLink>} />
            <RequestTable caption="My requests" requests={mine} columns="mine" />
          </Card>
        )}
        {health.length > 0 && (
          <Card>
            <CardHeader title="Topics of my teams" />
            <InboxHealth health={health} />
          </Card>
        )}
      </div>
    </>
  );
}

function Waiting({ inbox: { decidable, mine } }: { inbox: Inbox }) {
  if (decidable.length === 0) {
    return (
      <Card>
        <EmptyState icon={InboxIcon} title="Nothing waits for you" action={mine.length === 0 && requestTopic}>
          {mine.length === 0
            ? "Requests that you can decide, and your own, appear here."
            : "No request needs your decision."}
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card>
      <CardHeader title="Waiting for you" aside={<TextLink href="/approvals">Decide several at once</TextLink>} />
      <RequestTable caption="Waiting for you" requests={decidable} columns="decidable" />
    </Card>
  );
}
