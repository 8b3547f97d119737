import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ApplicationAccess } from "#components/application/application-access";
import { ApplicationClients } from "#components/application/application-clients";
import { ApplicationHeader } from "#components/application/application-header";
import { ApplicationOverview } from "#components/application/application-overview";
import { DeleteApplicationDialog } from "#components/application/delete-application-dialog";
import { EditApplicationDialog } from "#components/application/edit-application-dialog";
import { FollowApplication } from "#components/application/follow-application";
import { GivenApplication } from "#components/application/given-application";
import { RequestPrincipalDialog } from "#components/application/request-principal-dialog";
import { ObjectHistory } from "#components/audit/object-history";
import { LinkButton } from "#components/ui/link-button";
import { TabLinks } from "#components/ui/tab-links";
import type { ApplicationView } from "#lib/contract/applications";
import { ask } from "#lib/server/ask";
import { getApplication } from "#lib/server/queries/get-application";
import { getHistory } from "#lib/server/queries/get-history";
import { accessHref } from "../../../../components/access/access-href.ts";
import { type ApplicationTab, applicationHref } from "../../../../components/application/application-href.ts";
import { applicationProgress } from "../../../../components/application/application-progress.ts";
import { freeClusters } from "../../../../components/application/free-clusters.ts";
import { type SearchParams, singleParams } from "../../single-params.ts";
import * as actions from "../actions.ts";

type ApplicationPageProps = { params: Promise<{ id: string }>; searchParams: SearchParams };

export async function generateMetadata({ params }: ApplicationPageProps): Promise<Metadata> {
  return { title: (await params).id };
}

const TABS = {
  overview: "Overview",
  access: "Access",
  clients: "Clients",
  history: "History",
} satisfies Record<ApplicationTab, string>;

/** One application: to its own side all about it, to somebody who gives it access what they give. */
export default async function ApplicationPage({ params, searchParams }: ApplicationPageProps) {
  const application = await ask(getApplication, { application: (await params).id });
  if (application.view === "giving-side")
    return <GivenApplication application={application} commands={grantCommands} />;

  const tab = tabOf((await singleParams(searchParams, ["tab"])).tab);
  return <OwnApplication application={application} tab={tab} />;
}

/** Who it is on each cluster, what it may use, how to connect, what happened to it. */
async function OwnApplication({ application, tab }: { application: ApplicationView; tab: ApplicationTab }) {
  const { slug, grants } = application;
  const counts: { [T in ApplicationTab]?: number } = { access: grants.filter(({ state }) => state !== "ended").length };

  return (
    <>
      <FollowApplication {...applicationProgress(application)} />
      <ApplicationHeader application={application} actions={<HeaderActions application={application} />} />
      <TabLinks
        label="Application"
        tabs={(Object.keys(TABS) as ApplicationTab[]).map((id) => ({
          label: TABS[id],
          href: applicationHref(slug, id),
          current: id === tab,
          note: counts[id],
        }))}
      />
      {await VIEWS[tab](application)}
    </>
  );
}

const principalCommands = {
  requestPrincipal: actions.askForPrincipal,
  requestQuota: actions.askForQuota,
  requestRevert: actions.askToPutBack,
  issueCredential: actions.makeCredential,
  endPrincipal: actions.dropPrincipal,
  retryPrincipal: actions.tryPrincipalAgain,
};
const grantCommands = { renew: actions.askToRenew, release: actions.giveGrantBack, revoke: actions.takeGrant };

const VIEWS: { readonly [T in ApplicationTab]: (application: ApplicationView) => ReactNode | Promise<ReactNode> } = {
  overview: (application) => (
    <ApplicationOverview
      application={application}
      commands={principalCommands}
      ask={
        application.may.requestPrincipal.allowed &&
        freeClusters(application).length > 0 && (
          <RequestPrincipalDialog application={application} request={actions.askForPrincipal} />
        )
      }
    />
  ),
  access: (application) => (
    <ApplicationAccess application={application} commands={grantCommands} ask={<AskForAccess {...{ application }} />} />
  ),
  clients: (application) => (
    <ApplicationClients clients={application.clients} ask={<AskForAccess {...{ application }} />} />
  ),
  history: async ({ id }) => (
    <ObjectHistory of="application" events={(await ask(getHistory, { kind: "application", id })).items} />
  ),
};

function HeaderActions({ application }: { application: ApplicationView }) {
  const { may } = application;
  return (
    <>
      {may.update.allowed && <EditApplicationDialog application={application} update={actions.changeApplication} />}
      {may.delete.allowed && <DeleteApplicationDialog application={application} remove={actions.dropApplication} />}
      <AskForAccess application={application} />
    </>
  );
}

/** The form's own page; for somebody who may not ask, nothing: the header says who may. */
function AskForAccess({ application: { slug, may } }: { application: ApplicationView }) {
  if (!may.requestAccess.allowed) return null;
  return (
    <LinkButton href={accessHref({ application: slug })} variant="primary">
      Ask for access
    </LinkButton>
  );
}

function tabOf(asked: string | undefined): ApplicationTab {
  return asked === "access" || asked === "clients" || asked === "history" ? asked : "overview";
}
