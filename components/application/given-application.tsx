import type { GivenApplicationView } from "#lib/contract/applications";
import type { GrantCommands } from "../access/grant-actions.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { DefinitionList } from "../ui/definition-list.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { ApplicationHeader } from "./application-header.tsx";
import { GrantCard } from "./grant-card.tsx";
import { OpenRequests } from "./open-requests.tsx";

type GivenApplicationProps = { application: GivenApplicationView; commands: GrantCommands };

/** An application as a team sees it that gives it access, or is asked to: whom to talk to, and what this team gives it. */
export function GivenApplication({ application, commands }: GivenApplicationProps) {
  const { team, contact, grants, openRequests } = application;
  const none = <span className="text-ink-3">not given</span>;

  return (
    <>
      <ApplicationHeader application={application} />
      <div className="grid gap-5">
        <OpenRequests requests={openRequests} />
        <Card>
          <CardHeader title="Whose it is" />
          <CardSection>
            <DefinitionList
              items={[
                { term: "Team", value: <TextLink href={`/teams/${team.slug}`}>{team.name}</TextLink> },
                {
                  term: "Contact e-mail",
                  value: contact.mail ? <a href={`mailto:${contact.mail}`}>{contact.mail}</a> : none,
                },
                { term: "Contact chat", value: contact.chat || none },
              ]}
            />
          </CardSection>
        </Card>
        <GrantCard title="What your teams give it" grants={grants} commands={commands} />
      </div>
    </>
  );
}
