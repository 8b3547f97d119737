import { ResetOffsetsDialog } from "#components/offsets/reset-offsets-dialog";
import { TopicConsumers } from "#components/topic/topic-consumers";
import { currentCursor } from "#components/ui/cursor-pager";
import type { TopicView } from "#lib/contract/topics";
import { ask } from "#lib/server/ask";
import { getOffsetForm } from "#lib/server/queries/get-offset-form";
import { getTopicGroups } from "#lib/server/queries/get-topic-groups";
import { topicHref } from "../../../../../components/topic/topic-href.ts";
import { askForReset } from "../../../offsets/new/actions.ts";

/** The groups that read the topic, and how far each is. */
export async function ConsumersTab({
  topic: { cluster, name },
  params,
}: {
  topic: TopicView;
  params: Record<string, string>;
}) {
  const [page, { applications }] = await Promise.all([
    ask(getTopicGroups, { cluster, name, cursor: currentCursor(params.cursor) }),
    ask(getOffsetForm, { cluster, topic: name }),
  ]);
  const owners = new Map(applications.flatMap(({ slug, groups }) => groups.map((group) => [group, slug] as const)));
  const reset = (group: string) => {
    const application = owners.get(group);
    const about = application === undefined ? null : { application, cluster, group, topic: name };
    return about && <ResetOffsetsDialog about={about} request={askForReset} />;
  };
  return (
    <TopicConsumers
      page={page}
      path={topicHref(cluster, name)}
      params={params}
      {...(owners.size > 0 ? { actionsOf: reset } : {})}
    />
  );
}
