import type { Notice } from "./notice.ts";

export type BlockedTopic = {
  cluster: string;
  name: string;
  /** For how many days; null where the block is lifted. */
  days: number | null;
  reason: string;
};

/** Tells everybody who uses a topic that nobody can read or write it any more, or that they can again. */
export function noticeTopicBlocked(topic: BlockedTopic, teamIds: readonly string[], by: string | null): Notice {
  const { cluster, name, days, reason } = topic;
  const what = `${name} on ${cluster}`;
  const lasting = days === 1 ? "1 day" : `${days} days`;
  const told =
    days === null
      ? `${what} can be read and written again.`
      : `Nobody can read or write ${what} from now on, for ${lasting}. Whoever still needs it says so on its page or asks its owners to lift the block.`;
  return {
    kind: "topic-blocked",
    subject: days === null ? `${what} is open again` : `${what} is blocked`,
    body: `${told}\n\n${reason}`,
    path: `/topics/${cluster}/${encodeURIComponent(name)}`,
    audience: { membersOf: teamIds, except: by },
    data: { cluster, name, days },
  };
}
