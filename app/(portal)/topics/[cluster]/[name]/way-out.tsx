import { DecommissionCard } from "#components/topic/decommission-card";
import { TextLink } from "#components/ui/text-link";
import type { TopicView } from "#lib/contract/topics";
import { ask } from "#lib/server/ask";
import { getDecommission } from "#lib/server/queries/get-decommission";
import { topicHref } from "../../../../../components/topic/topic-href.ts";
import { announceTopicEnding, askToBlock, liftBlock, withdrawStep } from "./actions.ts";

/** The steps by which a topic goes, where nobody seems to need it or it is on its way; else the way to them, for who may begin. */
export async function WayOut({ topic: { cluster, name, team, may } }: { topic: TopicView }) {
  if (team === null) return null;
  const way = await ask(getDecommission, { cluster, name });
  if (way.stale || way.step !== "found" || way.request !== null) {
    return (
      <div className="mt-5">
        <DecommissionCard
          topic={way}
          noticesUndo
          commands={{ announce: announceTopicEnding, block: askToBlock, unblock: liftBlock, withdraw: withdrawStep }}
        />
      </div>
    );
  }
  if (!may.announce.allowed && !may.block.allowed) return null;
  return (
    <p className="mt-5 text-small text-ink-3">
      Is it not needed any more? <TextLink href={topicHref(cluster, name, "decommission")}>Decommission it</TextLink>,
      step by step.
    </p>
  );
}
