import type { RequestView } from "#lib/contract/requests";
import type { TopicImportDetail } from "#lib/contract/topic-imports";
import { grouped } from "#lib/domain/quantity";
import { topicHref } from "../topic/topic-href.ts";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { ImportProgressBar } from "./import-progress.tsx";
import { importStatus, topicCount } from "./import-words.ts";

type ImportRequestCardProps = {
  request: Pick<RequestView, "cluster" | "team" | "state" | "fingerprint">;
  topicImport: TopicImportDetail;
};

/** What a request takes over for whom, and how much of it was seen since. */
export function ImportRequestCard({ request, topicImport: { topics, progress } }: ImportRequestCardProps) {
  const { cluster, team, state, fingerprint } = request;
  const { tone, words } = importStatus(state, progress);
  const more = progress.total - topics.length;

  return (
    <Card>
      <CardHeader
        title={`${team.name} takes over ${topicCount(progress.total)}`}
        status={<Chip tone={tone}>{words}</Chip>}
      />
      <CardSection className="grid gap-3">
        <p className="text-ink-2">
          Nobody manages them now. The settings that they have become what is desired; nothing changes on {cluster}.
        </p>
        {state === "approved" && <ImportProgressBar progress={progress} />}
        <ScrollRegion label="Topics of this request" size="low">
          <ul className="grid gap-1">
            {topics.map((name) => (
              <li key={name}>
                <TextLink href={topicHref(cluster, name)} mono plain>
                  {name}
                </TextLink>
              </li>
            ))}
            {more > 0 && <li className="text-ink-3">and {grouped(more)} more; the API’s answer names all of them</li>}
          </ul>
        </ScrollRegion>
        <p className="text-small text-ink-3">
          An approval is of these topics by Kafka’s own ids:{" "}
          <span className="font-mono">{fingerprint.slice(0, 12)}…</span>
        </p>
      </CardSection>
    </Card>
  );
}
