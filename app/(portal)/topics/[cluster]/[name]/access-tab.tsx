import { TopicAccessView } from "#components/access/topic-access-view";
import type { TopicView } from "#lib/contract/topics";
import { ask } from "#lib/server/ask";
import { getTopicAccess } from "#lib/server/queries/get-topic-access";
import { navigation } from "../../../navigation.ts";
import { askForRemoval, releaseAccess, renewAccess, revokeAccess } from "./actions.ts";

/** Who may read and write the topic. */
export async function AccessTab({ topic: { cluster, name, team } }: { topic: TopicView }) {
  const [access, { teams }] = await Promise.all([ask(getTopicAccess, { cluster, name }), navigation()]);
  const askers = [...teams, ...(team ? [team] : [])].map(({ slug }) => slug);

  return (
    <TopicAccessView
      cluster={cluster}
      name={name}
      access={access}
      teams={[...new Set(askers)]}
      commands={{ renew: renewAccess, revoke: revokeAccess, release: releaseAccess, requestRemoval: askForRemoval }}
    />
  );
}
