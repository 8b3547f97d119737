import { Users } from "lucide-react";
import type { SubjectView } from "#lib/contract/subjects";
import { topicHref } from "../topic/topic-href.ts";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { SchemaReaderList } from "./schema-reader-list.tsx";

type SubjectReadersProps = { subject: Pick<SubjectView, "cluster" | "topic" | "readers" | "readerCount"> };

/** Who reads the topic that a subject describes; where there is nobody to show, why. */
export function SubjectReaders({ subject: { cluster, topic, readers, readerCount } }: SubjectReadersProps) {
  return (
    <Card>
      <CardHeader title="Readers" aside={readerCount} />
      <Known readers={readers} hidden={readerCount - (readers?.length ?? 0)} cluster={cluster} topic={topic} />
    </Card>
  );
}

type KnownProps = Pick<SubjectView, "readers" | "cluster" | "topic"> & {
  /** Readers of teams that this person may not know of. */
  hidden: number;
};

function Known({ readers, hidden, cluster, topic }: KnownProps) {
  if (readers === null && hidden === 0) {
    return (
      <EmptyState icon={Users} title="No topic is known that it describes">
        Its name does not follow from a topic’s, and no other topic was seen with it; so nobody can say who reads it.
      </EmptyState>
    );
  }
  if (readers !== null && readers.length > 0) {
    return (
      <>
        <SchemaReaderList readers={readers} />
        {hidden > 0 && <CardSection className="text-ink-2">{hiddenWords(hidden, "more")}</CardSection>}
      </>
    );
  }
  if (hidden > 0) {
    return (
      <EmptyState icon={Users} title="You may not see who reads it">
        {hiddenWords(hidden)}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Users}
      title="Nobody reads it"
      action={topic !== null && <LinkButton href={topicHref(cluster, topic, "access")}>Access to the topic</LinkButton>}
    >
      No application has a grant to consume the topic, and no consumer group was seen on it.
    </EmptyState>
  );
}

function hiddenWords(count: number, more = ""): string {
  const readers = [count, more, count === 1 ? "reader" : "readers"].filter(Boolean).join(" ");
  return `${readers} of other teams. The owning team, the platform and auditors see them by name.`;
}
