import type { SubjectView } from "#lib/contract/subjects";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { type Definition, DefinitionList } from "../ui/definition-list.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { subjectHref } from "./subject-href.ts";

/** How a subject got its name, what it refers to and what refers to it. */
export function SubjectAbout({ subject }: { subject: SubjectView }) {
  const { strategy, shown } = subject;
  const known: (Definition | null)[] = [
    strategy === null ? null : { term: "Named by", value: strategy },
    shown === null ? null : { term: "Record", value: shown.recordName ?? <None>has no name</None> },
    shown === null ? null : { term: "Refers to", value: <RefersTo subject={subject} /> },
    { term: "Referred to by", value: <ReferredToBy subject={subject} /> },
  ];

  return (
    <Card>
      <CardHeader title="About" />
      <CardSection>
        <DefinitionList items={known.filter((item) => item !== null)} />
      </CardSection>
    </Card>
  );
}

function None({ children }: { children: string }) {
  return <span className="text-ink-3">{children}</span>;
}

function RefersTo({ subject: { cluster, shown } }: { subject: SubjectView }) {
  const references = shown?.definition.references ?? [];
  if (references.length === 0) return <None>nothing</None>;
  return (
    <ul className="grid gap-1">
      {references.map(({ name, subject, version }) => (
        <li key={`${name} ${subject}`}>
          <TextLink mono href={subjectHref(cluster, subject, { version })}>
            {subject}
          </TextLink>{" "}
          version {version} <span className="text-ink-3">as {name}</span>
        </li>
      ))}
    </ul>
  );
}

function ReferredToBy({ subject: { cluster, referencedBy } }: { subject: SubjectView }) {
  if (referencedBy.length === 0) return <None>nothing that was seen</None>;
  return (
    <ul className="grid gap-1">
      {referencedBy.map(({ subject, version }) => (
        <li key={`${subject} ${version}`}>
          <TextLink mono href={subjectHref(cluster, subject, { version })}>
            {subject}
          </TextLink>{" "}
          version {version}
        </li>
      ))}
    </ul>
  );
}
