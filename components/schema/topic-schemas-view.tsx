import { FileJson } from "lucide-react";
import type { ReactNode } from "react";
import type { TopicSchemas } from "#lib/contract/subjects";
import { RequestKind } from "#lib/domain/request-kind";
import type { SubjectPart } from "#lib/domain/subject-name";
import { requestTitleText } from "../request/request-words.ts";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { RegistryNotice } from "./registry-notice.tsx";
import { SampleCard } from "./sample-card.tsx";
import { schemaHref } from "./schema-href.ts";
import { SubjectReaders } from "./subject-readers.tsx";
import { type TopicSubject, TopicSubjectCard } from "./topic-subject-card.tsx";

type TopicSchemasViewProps = {
  cluster: string;
  topic: string;
  schemas: Omit<TopicSchemas, "subjects">;
  subjects: readonly TopicSubject[];
  /** The announced end, and what can be downloaded. */
  aside: ReactNode;
};

/** What the records of a topic look like, who reads them, and a look at the newest of them: subjects, grants and groups in one place. */
export function TopicSchemasView({ cluster, topic, schemas, subjects, aside }: TopicSchemasViewProps) {
  const { readers, readerCount, openRequests, registry, may } = schemas;

  return (
    <div className="grid gap-5">
      <RegistryNotice cluster={cluster} registry={registry} />
      {openRequests.length > 0 && <OpenRequests requests={openRequests} />}
      {subjects.map((subject) => (
        <TopicSubjectCard key={subject.subject} subject={subject} mayAsk={may.request.allowed} />
      ))}
      <Missing cluster={cluster} topic={topic} schemas={schemas} subjects={subjects} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_25rem]">
        <SubjectReaders subject={{ cluster, topic, readers, readerCount }} />
        <div className="grid min-w-0 gap-5">{aside}</div>
      </div>
      <SampleCard cluster={cluster} topic={topic} may={may.sample} />
    </div>
  );
}

type MissingProps = Pick<TopicSchemasViewProps, "cluster" | "topic" | "schemas" | "subjects">;

/** What no schema is known of: the value first, since that is what readers ask for. */
function Missing({ cluster, topic, schemas: { may, registry }, subjects }: MissingProps) {
  const parts = (["value", "key"] as const).filter((part) => !subjects.some((subject) => subject.part === part));
  if (parts.length === 0 || registry.condition === "none") return null;
  const ask = (part: SubjectPart, primary: boolean) => (
    <LinkButton key={part} variant={primary ? "primary" : "secondary"} href={schemaHref({ cluster, topic, part })}>
      Ask for a schema of the {part}
    </LinkButton>
  );
  if (subjects.length > 0)
    return may.request.allowed && <div className="flex flex-wrap gap-2.5">{parts.map((part) => ask(part, false))}</div>;

  return (
    <Card>
      <EmptyState
        icon={FileJson}
        title="No schema yet"
        action={
          may.request.allowed && (
            <span className="flex flex-wrap justify-center gap-2.5">
              {parts.map((part) => ask(part, part === "value"))}
            </span>
          )
        }
      >
        What the records of this topic look like is written down nowhere: readers find out when something breaks.{" "}
        {!may.request.allowed && may.request.needed}
      </EmptyState>
    </Card>
  );
}

function OpenRequests({ requests }: { requests: TopicSchemas["openRequests"] }) {
  return (
    <Card tone="wait">
      <CardHeader title="Open requests" aside={requests.length} />
      <CardSection className="grid gap-1.5">
        {requests.map(({ id, kind, name, state }) => (
          <div key={id} className="flex flex-wrap items-center gap-2">
            <Chip tone="wait">{state}</Chip>
            <TextLink href={`/requests/${id}`}>{titleOf(kind, name)}</TextLink>
            <span className="text-ink-3">#{id}</span>
          </div>
        ))}
      </CardSection>
    </Card>
  );
}

function titleOf(kind: string, name: string): string {
  const known = RequestKind.safeParse(kind);
  return known.success ? requestTitleText({ kind: known.data, name }) : `${kind} ${name}`;
}
