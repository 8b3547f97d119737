import type { Metadata } from "next";
import { TeamAccessView } from "#components/access/team-access";
import { WebhooksCard } from "#components/notifications/webhooks-card";
import { TransferEverythingDialog } from "#components/ownership/transfer-dialog";
import { BudgetCard } from "#components/team/budget-card";
import { CostCard } from "#components/team/cost-card";
import { EditTeamDialog } from "#components/team/edit-team-dialog";
import { PeopleCard } from "#components/team/people-card";
import { PrefixesCard } from "#components/team/prefixes-card";
import { TeamSchemasCard } from "#components/team/team-schemas-card";
import { Card, CardHeader, CardSection } from "#components/ui/card";
import { DefinitionList } from "#components/ui/definition-list";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { TabLinks } from "#components/ui/tab-links";
import { TextLink } from "#components/ui/text-link";
import type { TeamView } from "#lib/contract/teams";
import { ask, tryAsk } from "#lib/server/ask";
import { getTeam } from "#lib/server/queries/get-team";
import { getTeamAccess } from "#lib/server/queries/get-team-access";
import { listSubjects } from "#lib/server/queries/list-subjects";
import { listWebhooks } from "#lib/server/queries/list-webhooks";
import { navigation } from "../../navigation.ts";
import { type SearchParams, singleParams } from "../../single-params.ts";
import {
  changeTeam,
  dropMember,
  dropWebhook,
  givePrefix,
  makeWebhook,
  putMember,
  takePrefix,
  transferEverything,
} from "../actions.ts";

type Params = Promise<{ team: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: `Team ${(await params).team}` };
}

type TeamPageProps = { params: Params; searchParams: SearchParams };

/** One team: who is in it and what it owns, or what its access is. */
export default async function TeamPage({ params, searchParams }: TeamPageProps) {
  const team = await ask(getTeam, { team: (await params).team });
  const access = (await singleParams(searchParams, ["tab"])).tab === "access";
  const address = `/teams/${team.slug}`;

  return (
    <>
      <PageHeader
        title={team.name}
        description={<span className="font-mono text-small">{team.slug}</span>}
        actions={
          <>
            {team.may.transfer.allowed && <TransferEverythingDialog from={team} request={transferEverything} />}
            {team.may.update.allowed && <EditTeamDialog team={team} update={changeTeam} />}
            {team.may.requestTopic.allowed && (
              <LinkButton href={`/topics/new?team=${team.slug}`} variant="primary">
                Request a topic
              </LinkButton>
            )}
          </>
        }
      />
      <TabLinks
        label="Team"
        tabs={[
          { label: "Overview", href: address, current: !access },
          { label: "Access", href: `${address}?tab=access`, current: access },
        ]}
      />
      {access ? <Access team={team} /> : <Overview team={team} />}
    </>
  );
}

/** Schemas that the team's page shows; the rest is a filter of the list. */
const SHOWN_SCHEMAS = 10;

/** People, prefixes, contact, budget use, schemas; for its owners, webhooks too. */
async function Overview({ team }: { team: TeamView }) {
  const [webhooks, schemas] = await Promise.all([
    tryAsk(listWebhooks, { team: team.slug }),
    ask(listSubjects, { team: team.slug, limit: SHOWN_SCHEMAS }),
  ]);

  return (
    <div className="grid gap-5">
      <PeopleCard team={team} commands={{ setMember: putMember, removeMember: dropMember }} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <PrefixesCard team={team} commands={{ addPrefix: givePrefix, removePrefix: takePrefix }} />
        <Facts team={team} />
      </div>
      <BudgetCard budget={team.budget} />
      <CostCard costs={team.costs} />
      <TeamSchemasCard team={team.slug} subjects={schemas} />
      {webhooks.ok && (
        <WebhooksCard
          title="Webhooks"
          webhooks={webhooks.value.items}
          team={team.slug}
          commands={{ create: makeWebhook, remove: dropWebhook }}
        />
      )}
    </div>
  );
}

/** What the team's applications reach, and what reaches its topics. */
async function Access({ team }: { team: TeamView }) {
  const [access, { person, teams }] = await Promise.all([ask(getTeamAccess, { team: team.slug }), navigation()]);
  const partial = person.platformRole === "none" && !teams.some(({ id }) => id === team.id);

  return <TeamAccessView team={team} access={access} partial={partial} />;
}

function Facts({ team }: { team: TeamView }) {
  const none = <span className="text-ink-3">not given</span>;
  const mail = team.contactMail && <a href={`mailto:${team.contactMail}`}>{team.contactMail}</a>;

  return (
    <Card>
      <CardHeader title="About" />
      <CardSection>
        <DefinitionList
          items={[
            { term: "Contact e-mail", value: mail || none },
            { term: "Contact chat", value: team.contactChat || none },
            { term: "Topics", value: <TextLink href={`/topics?team=${team.slug}`}>{team.topics}</TextLink> },
            {
              term: "Open requests",
              value: <TextLink href={`/requests?team=${team.slug}&state=submitted`}>{team.openRequests}</TextLink>,
            },
          ]}
        />
      </CardSection>
    </Card>
  );
}
