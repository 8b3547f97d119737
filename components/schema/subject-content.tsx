import { FileQuestion } from "lucide-react";
import type { SubjectView } from "#lib/contract/subjects";
import { grouped } from "#lib/domain/quantity";
import { isSensitive } from "#lib/domain/schema";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { SchemaFieldTable } from "./schema-field-table.tsx";
import { SchemaText } from "./schema-text.tsx";
import { SubjectAbout } from "./subject-about.tsx";
import { SubjectOpenRequests } from "./subject-open-requests.tsx";
import { VersionChoice } from "./version-choice.tsx";

type Shown = NonNullable<SubjectView["shown"]>;

/** The fields of the shown version, what is asked for, and what the subject is to others. */
export function SubjectFields({ subject }: { subject: SubjectView }) {
  const { shown } = subject;
  const sensitive = shown?.fields.filter(isSensitive).length ?? 0;

  return (
    <div className="grid min-w-0 gap-5">
      <SubjectOpenRequests subject={subject} />
      <Card>
        <CardHeader
          title="Fields"
          status={sensitive > 0 && <Chip tone="warn">{grouped(sensitive)} sensitive</Chip>}
          aside={shown && <VersionChoice versions={subject.versions} shown={shown.version} />}
        />
        {shown === null ? (
          <NothingSeen />
        ) : (
          <>
            <Problem shown={shown} />
            <SchemaFieldTable caption={`Fields of version ${shown.version}`} fields={shown.fields} />
          </>
        )}
      </Card>
      <SubjectAbout subject={subject} />
    </div>
  );
}

/** The text of the shown version. */
export function SubjectText({ subject }: { subject: SubjectView }) {
  const { shown } = subject;

  return (
    <Card>
      <CardHeader
        title="Schema"
        status={shown && <span className="text-ink-3">id {shown.schemaId}</span>}
        aside={shown && <VersionChoice versions={subject.versions} shown={shown.version} />}
      />
      {shown === null ? (
        <NothingSeen />
      ) : (
        <>
          <Problem shown={shown} />
          <CardSection>
            <SchemaText
              schemaType={shown.definition.schemaType}
              schema={shown.definition.schema}
              label={`version ${shown.version} of ${subject.subject}`}
            />
          </CardSection>
        </>
      )}
    </Card>
  );
}

function NothingSeen() {
  return (
    <EmptyState icon={FileQuestion} title="No version was seen yet">
      Its text and fields are shown once a version was seen in the registry; what is asked for stands in its request.
    </EmptyState>
  );
}

function Problem({ shown: { problem } }: { shown: Shown }) {
  if (problem === null) return null;
  return (
    <CardSection className="flex flex-wrap items-center gap-2">
      <Chip tone="warn">Not understood</Chip>
      <span className="min-w-0 wrap-anywhere">{problem}</span>
    </CardSection>
  );
}
