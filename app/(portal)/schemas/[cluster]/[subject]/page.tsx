import type { Metadata } from "next";
import type { ReactNode } from "react";
import { FollowSubject } from "#components/schema/follow-subject";
import { RegistryNotice } from "#components/schema/registry-notice";
import { SubjectActions, SubjectConditionActions } from "#components/schema/subject-actions";
import { SubjectComparison } from "#components/schema/subject-comparison";
import { SubjectCondition } from "#components/schema/subject-condition";
import { SubjectFields, SubjectText } from "#components/schema/subject-content";
import { SubjectPageHeader } from "#components/schema/subject-page-header";
import { SubjectReaders } from "#components/schema/subject-readers";
import { SubjectUse } from "#components/schema/subject-use";
import { SubjectVersionTable } from "#components/schema/subject-version-table";
import { TabLinks } from "#components/ui/tab-links";
import type { SubjectView } from "#lib/contract/subjects";
import { ask, tryAsk } from "#lib/server/ask";
import { compareVersions } from "#lib/server/queries/compare-versions";
import { getSubject } from "#lib/server/queries/get-subject";
import { listTeams } from "#lib/server/queries/list-teams";
import { comparableVersions, comparedVersions } from "../../../../../components/schema/compared-versions.ts";
import type { SubjectCommands } from "../../../../../components/schema/subject-commands.ts";
import { type SubjectTab, subjectHref } from "../../../../../components/schema/subject-href.ts";
import { decodedParams } from "../../../decoded-params.ts";
import { navigation } from "../../../navigation.ts";
import { type SearchParams, singleParams } from "../../../single-params.ts";
import { askForCompatibility, askToAdopt, askToDelete, askToPutBack, trySubjectAgain } from "./actions.ts";

type SubjectPageProps = { params: Promise<{ cluster: string; subject: string }>; searchParams: SearchParams };

export async function generateMetadata({ params }: SubjectPageProps): Promise<Metadata> {
  return { title: (await decodedParams(params)).subject };
}

const TABS = {
  fields: "Fields",
  text: "Schema",
  versions: "Versions",
  readers: "Readers",
  use: "Use it",
} satisfies Record<SubjectTab, string>;

const COMMANDS: SubjectCommands = {
  requestCompatibility: askForCompatibility,
  requestAdoption: askToAdopt,
  requestRevert: askToPutBack,
  requestDeletion: askToDelete,
  retry: trySubjectAgain,
};

type Asked = { version?: string; from?: string; to?: string };

/** One subject: how it stands, what its versions look like, how they differ, who reads it and how to use it. */
export default async function SubjectPage({ params, searchParams }: SubjectPageProps) {
  const { tab: named, ...asked } = await singleParams(searchParams, ["tab", "version", "from", "to"]);
  const subject = await ask(getSubject, { ...(await decodedParams(params)), version: asked.version });
  const tab = isTab(named) ? named : "fields";
  const { cluster, subject: name, state, versions } = subject;

  return (
    <>
      <FollowSubject
        subject={name}
        state={state}
        active={state === "pending" || versions.some((version) => version.state === "pending")}
      />
      <SubjectPageHeader subject={subject} actions={<SubjectActions subject={subject} commands={COMMANDS} />} />
      <RegistryNotice cluster={cluster} registry={subject.registry} />
      <SubjectCondition
        subject={subject}
        actions={<SubjectConditionActions subject={subject} commands={COMMANDS} teams={await adopters(subject)} />}
      />
      <TabLinks label="Schema" tabs={tabLinks(subject, tab, asked)} />
      {await VIEWS[tab](subject, asked)}
    </>
  );
}

const VIEWS: { readonly [T in SubjectTab]: (subject: SubjectView, asked: Asked) => ReactNode | Promise<ReactNode> } = {
  fields: (subject) => <SubjectFields subject={subject} />,
  text: (subject) => <SubjectText subject={subject} />,
  versions: (subject, asked) => <Versions subject={subject} asked={asked} />,
  readers: (subject) => <SubjectReaders subject={subject} />,
  use: (subject) => <SubjectUse subject={subject} />,
};

async function Versions({ subject, asked }: { subject: SubjectView; asked: Asked }) {
  const { cluster, subject: name, schemaType, versions } = subject;
  const compared = comparedVersions(versions, asked);
  const comparison = compared && (await tryAsk(compareVersions, { cluster, subject: name, ...compared }));

  return (
    <div className="grid gap-5">
      <SubjectVersionTable subject={subject} requestDeletion={askToDelete} />
      {compared && comparison && (
        <SubjectComparison
          schemaType={schemaType}
          versions={comparableVersions(versions)}
          from={compared.from}
          to={compared.to}
          comparison={comparison.ok ? comparison.value : "The text of one of the two is not known here."}
        />
      )}
    </div>
  );
}

/** The version stays chosen from fields to text; elsewhere it says nothing. */
function tabLinks({ cluster, subject, versions, readerCount }: SubjectView, open: SubjectTab, { version }: Asked) {
  const chosen = version === undefined ? {} : { version: Number(version) };
  const notes: { [T in SubjectTab]?: number } = { versions: versions.length, readers: readerCount };
  return (Object.keys(TABS) as SubjectTab[]).map((tab) => ({
    label: TABS[tab],
    href: subjectHref(cluster, subject, { tab, ...(tab === "fields" || tab === "text" ? chosen : {}) }),
    current: tab === open,
    note: notes[tab],
  }));
}

/** Teams that this person may adopt it for: the platform any, others their own. Nobody has to choose for a subject that has its team. */
async function adopters({ state, may }: SubjectView) {
  if (state !== "unmanaged" || !may.adopt.allowed) return [];
  const { person, teams } = await navigation();
  const all = person.platformRole === "admin" ? (await ask(listTeams, { limit: 200 })).items : teams;
  return all.map(({ slug, name }) => ({ value: slug, label: name }));
}

function isTab(named: string | undefined): named is SubjectTab {
  return named !== undefined && Object.hasOwn(TABS, named);
}
