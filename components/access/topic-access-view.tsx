import { KeyRound } from "lucide-react";
import type { TopicAccess } from "#lib/contract/access";
import { requestTitleText } from "../request/request-words.ts";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { TextLink } from "../ui/text-link.tsx";
import type { GrantCommands } from "./grant-actions.tsx";
import { GrantTable } from "./grant-table.tsx";
import type { RequestRemoval } from "./request-removal-dialog.tsx";
import { UnexplainedGroups } from "./unexplained-groups.tsx";
import { UnmanagedAclBoard } from "./unmanaged-acl-board.tsx";

type TopicAccessViewProps = {
  cluster: string;
  name: string;
  access: TopicAccess;
  /** Slugs of this person's teams. */
  teams: readonly string[];
  commands: GrantCommands & { requestRemoval: RequestRemoval };
};

/** Who may use a topic: what was granted, what nobody granted, and who reads it without either being known. */
export function TopicAccessView({ cluster, name, access, teams, commands }: TopicAccessViewProps) {
  const everything = access.sight === "everything";

  return (
    <div className="grid gap-5">
      {access.openRequests.length > 0 && <OpenRequests requests={access.openRequests} />}
      <Card>
        <CardHeader title="Granted" />
        {!everything && (
          <CardSection className="text-ink-2">
            Only your teams’ access is shown: who else uses it is for its owner and the platform to see.
          </CardSection>
        )}
        <GrantTable
          caption={`Access to ${name}`}
          grants={access.grants}
          of="topic"
          commands={commands}
          empty={<NoGrants access={access} />}
        />
      </Card>
      {everything && (
        <>
          <Card>
            <UnmanagedAclBoard
              title="On the cluster, granted by nobody here"
              caption={`Unmanaged ACLs of ${name}`}
              cluster={cluster}
              acls={access.unmanaged}
              teams={teams}
              mayAsk={access.may.requestRemoval}
              request={commands.requestRemoval}
              empty={<NoUnmanaged seenAt={access.seenAt} />}
            />
          </Card>
          <UnexplainedGroups groups={access.groups} seenAt={access.seenAt} />
        </>
      )}
    </div>
  );
}

function NoGrants({ access: { sight, applications } }: { access: TopicAccess }) {
  if (sight === "own") {
    return (
      <EmptyState icon={KeyRound} title="Your teams have no access to it">
        {applications.length > 0
          ? "Ask for it above; the owner of the topic decides."
          : "Access belongs to an application, and your teams have none yet: make one first."}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={KeyRound} title="Nobody was granted access">
      No application asked for this topic yet. What the cluster lets in beside grants stands below.
    </EmptyState>
  );
}

function NoUnmanaged({ seenAt }: { seenAt: string | null }) {
  if (seenAt === null)
    return <EmptyState title="Not known yet">The cluster was not seen yet, so its ACLs are not known.</EmptyState>;
  return (
    <EmptyState title="None">
      Every ACL that covers this topic follows from a grant, as seen on the cluster <RelativeTime at={seenAt} />.
    </EmptyState>
  );
}

function OpenRequests({ requests }: { requests: TopicAccess["openRequests"] }) {
  return (
    <Card tone="wait">
      <CardSection className="grid gap-1.5">
        {requests.map((request) => (
          <div key={request.id} className="flex flex-wrap items-center gap-2">
            <Chip tone="wait">{request.state}</Chip>
            <TextLink href={`/requests/${request.id}`}>{requestTitleText(request)}</TextLink>
            <span className="text-ink-3">#{request.id}</span>
          </div>
        ))}
      </CardSection>
    </Card>
  );
}
