import type { OffsetResetDetail } from "#lib/contract/offset-resets";
import { TryAgainButton } from "../command/try-again-button.tsx";
import type { Action } from "../command/use-command.tsx";
import { topicHref } from "../topic/topic-href.ts";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { DefinitionList } from "../ui/definition-list.tsx";
import { TextLink } from "../ui/text-link.tsx";
import type { Tone } from "../ui/tone.ts";
import { OffsetRows } from "./offset-rows.tsx";
import { targetWords } from "./target-draft.ts";

type OffsetResetCardProps = {
  reset: OffsetResetDetail;
  cluster: string;
  requestId: number;
  /** Absent where this person may not, or nothing is blocked. */
  retry?: Action<unknown>;
};

/** What a request for a group's offsets asks, and what the worker found right before and saw right after. */
export function OffsetResetCard({ reset, cluster, requestId, retry }: OffsetResetCardProps) {
  const { group, topic, target, state, after } = reset;
  const status = state && STATES[state];
  const stood = new Map((reset.before ?? []).map(({ partition, offset }) => [partition, offset]));
  const rows = after?.map(({ partition, offset }) => ({
    partition,
    before: stood.get(partition) ?? null,
    after: offset ?? "0",
  }));

  return (
    <Card>
      <CardHeader title="Offsets" status={status && <Chip tone={status.tone}>{status.word}</Chip>} />
      <CardSection>
        <DefinitionList
          items={[
            { term: "Group", value: <span className="font-mono text-small wrap-anywhere">{group}</span> },
            {
              term: "Topic",
              value: <TextLink href={topicHref(cluster, topic, "consumers")}>{topic}</TextLink>,
            },
            { term: "Goes on from", value: targetWords(target) },
          ]}
        />
      </CardSection>
      {state === "blocked" && (
        <CardSection className="flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-0 flex-1 basis-64 wrap-anywhere">{reset.message}</p>
          {retry && <TryAgainButton retry={retry} input={{ requestId }} />}
        </CardSection>
      )}
      {rows && (
        <>
          <CardHeader title="As recorded" />
          <OffsetRows caption="Offsets as the worker found and left them" rows={rows} />
        </>
      )}
    </Card>
  );
}

const STATES: { readonly [State in NonNullable<OffsetResetDetail["state"]>]: { tone: Tone; word: string } } = {
  pending: { tone: "wait", word: "under way" },
  blocked: { tone: "bad", word: "blocked" },
  done: { tone: "off", word: "ended" },
};
