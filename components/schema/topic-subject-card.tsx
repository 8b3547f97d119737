import type { TopicSchemas } from "#lib/contract/subjects";
import { SCHEMA_TYPE_NAMES, type SchemaField } from "#lib/domain/schema";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { DefinitionList } from "../ui/definition-list.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { SchemaFieldTable } from "./schema-field-table.tsx";
import { schemaHref } from "./schema-href.ts";
import { subjectHref } from "./subject-href.ts";
import { SubjectStateChip } from "./subject-state-chip.tsx";

export type TopicSubject = TopicSchemas["subjects"][number] & {
  /** Of its latest version; null where that is not known. */
  fields: readonly SchemaField[] | null;
};

/** One subject of a topic at a glance: how it stands, what it promises, and its fields. */
export function TopicSubjectCard({ subject, mayAsk }: { subject: TopicSubject; mayAsk: boolean }) {
  const { cluster, subject: name, part, state, message, schemaType, latestVersion, compatibility, fields } = subject;
  const unmanaged = state === "unmanaged";

  return (
    <Card>
      <CardHeader
        title={part ? `The ${part}` : name}
        status={<SubjectStateChip state={state} />}
        aside={
          mayAsk && (
            <LinkButton
              size="small"
              href={unmanaged ? subjectHref(cluster, name) : schemaHref({ cluster, subject: name })}
            >
              {unmanaged ? "Adopt" : "New version"} <span className="sr-only">of {name}</span>
            </LinkButton>
          )
        }
      />
      <CardSection>
        {message && <p className="mb-2 text-ink-2 wrap-anywhere">{message}</p>}
        <DefinitionList
          items={[
            {
              term: "Subject",
              value: (
                <TextLink mono href={subjectHref(cluster, name)}>
                  {name}
                </TextLink>
              ),
            },
            {
              term: "Latest",
              value: `${SCHEMA_TYPE_NAMES[schemaType]}, ${latestVersion === null ? "no version seen yet" : `version ${latestVersion}`}`,
            },
            { term: "Compatibility", value: <span className="font-mono text-small">{compatibility}</span> },
          ]}
        />
      </CardSection>
      {fields && fields.length > 0 && <SchemaFieldTable caption={`Fields of ${name}`} fields={fields} />}
    </Card>
  );
}
