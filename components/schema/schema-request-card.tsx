import type { SchemaRequestDetail } from "#lib/contract/schema-requests";
import { COMPATIBILITY_MEANINGS } from "#lib/domain/compatibility";
import { SCHEMA_TYPE_NAMES } from "#lib/domain/schema";
import { topicHref } from "../topic/topic-href.ts";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { type Definition, DefinitionList } from "../ui/definition-list.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { RegistrySays } from "./registry-says.tsx";
import { saidByRegistry } from "./said-by-registry.ts";
import { EffectChips, SchemaChanges } from "./schema-changes.tsx";
import { LosersCard } from "./schema-reader-list.tsx";
import { SchemaText } from "./schema-text.tsx";
import { subjectHref } from "./subject-href.ts";
import { TextDifference } from "./text-difference.tsx";

type SchemaRequestCardProps = {
  schema: SchemaRequestDetail;
  cluster: string;
  /** The subject's name. */
  subject: string;
  /** Undecided. What a decided one changed stands in its plan alone: the registry is another one since. */
  open: boolean;
};

/** What a request for a schema asks: the difference by meaning and as text, what the registry says of it, and who loses something. */
export function SchemaRequestCard({ schema, cluster, subject, open }: SchemaRequestCardProps) {
  const { impact, forced, compatibility } = schema;
  const { changes, readers, readerCount } = impact;

  return (
    <>
      {forced && <Forced level={compatibility} />}
      <Card>
        <CardHeader title={open ? titleOf(impact) : "The schema"} status={<EffectChips changes={changes} />} />
        {changes.length > 0 && <SchemaChanges changes={changes} />}
        <CardSection>
          <DefinitionList items={about(schema, cluster, subject)} />
        </CardSection>
        <CardSection>
          <Text schema={schema} />
        </CardSection>
      </Card>
      {open && (
        <RegistrySays
          said={saidByRegistry(impact.verdict, null)}
          explanation={impact.explanation}
          unasked="It has not answered about this version yet. The worker asks it, and what it says then stands here."
        />
      )}
      <LosersCard readers={readers} readerCount={readerCount} />
    </>
  );
}

function titleOf({ base }: SchemaRequestDetail["impact"]): string {
  return base ? `What changes from version ${base.version}` : "The first version";
}

function Forced({ level }: { level: SchemaRequestDetail["compatibility"] }) {
  return (
    <Card tone="bad">
      <CardSection className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Chip tone="bad">Forced</Chip>
        <p className="min-w-0 flex-1 basis-64">
          The registry would refuse it: <span className="font-mono text-small">{level}</span> is lowered to NONE for
          this version and restored right after, also if the worker ends in between.
        </p>
      </CardSection>
    </Card>
  );
}

function about({ place, definition, compatibility }: SchemaRequestDetail, cluster: string, subject: string) {
  const items: (Definition | null)[] = [
    {
      term: "Subject",
      value: (
        <TextLink mono href={subjectHref(cluster, subject)}>
          {subject}
        </TextLink>
      ),
    },
    place.topic === null
      ? null
      : {
          term: "Describes",
          value: (
            <>
              {place.part ? `the ${place.part} of ` : "records of "}
              <TextLink mono href={topicHref(cluster, place.topic, "schema")}>
                {place.topic}
              </TextLink>
            </>
          ),
        },
    { term: "Type", value: SCHEMA_TYPE_NAMES[definition.schemaType] },
    {
      term: "Compatibility",
      value: (
        <>
          <span className="font-mono text-small">{compatibility}</span>: {COMPATIBILITY_MEANINGS[compatibility]}
        </>
      ),
    },
    definition.references.length === 0 ? null : { term: "Uses", value: <References schema={definition} /> },
  ];
  return items.filter((item) => item !== null);
}

function References({ schema: { references } }: { schema: SchemaRequestDetail["definition"] }) {
  return (
    <ul>
      {references.map(({ name, subject, version }) => (
        <li key={`${name} ${subject}`} className="font-mono text-small wrap-anywhere">
          {name} <span className="text-ink-3">from</span> {subject} <span className="text-ink-3">version</span>{" "}
          {version}
        </li>
      ))}
    </ul>
  );
}

function Text({ schema: { definition, baseSchema, impact } }: { schema: SchemaRequestDetail }) {
  const { schemaType, schema } = definition;
  if (baseSchema === null || !impact.base)
    return (
      <Disclosure summary="The schema as text" open>
        <SchemaText schemaType={schemaType} schema={schema} label="what is asked for" />
      </Disclosure>
    );
  return (
    <TextDifference schemaType={schemaType} base={{ version: impact.base.version, text: baseSchema }} asked={schema} />
  );
}
