import type { SubjectView } from "#lib/contract/schemas";
import { COMPATIBILITY_MEANINGS, CompatibilityLevel } from "#lib/domain/compatibility";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { type Definition, DefinitionList } from "../ui/definition-list.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { subjectHref } from "./subject-href.ts";

/** What a subject promises, how it got its name, what it refers to and what refers to it. */
export function SubjectAbout({ subject }: { subject: SubjectView }) {
  const { strategy, shown } = subject;
  const known: (Definition | null)[] = [
    { term: "Compatibility", value: <Compatibility levels={subject.levels} /> },
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

/** The level in words. What was approved counts; what the registry has otherwise is drift and told as such. */
function Compatibility({ levels: { desired, observed, own, global } }: Pick<SubjectView, "levels">) {
  const level = CompatibilityLevel.safeParse(desired ?? observed ?? global);
  if (!level.success) return <None>not known</None>;

  return (
    <>
      <span className="font-mono text-small">{level.data}</span>
      <p className="text-ink-2">{COMPATIBILITY_MEANINGS[level.data]}</p>
      {own === false && global !== null && (
        <p className="text-small text-ink-3">
          The subject has no level of its own in the registry; {global} holds for all.
        </p>
      )}
    </>
  );
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
