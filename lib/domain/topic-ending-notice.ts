import type { Notice } from "./notice.ts";

export type EndingTopic = {
  cluster: string;
  name: string;
  /** Null where it goes on after all. */
  ending: { at: string; successor: string | null; reason: string } | null;
  reason: string;
};

/** Tells everybody who uses a topic until when it is written and what takes its place, or that it goes on. */
export function noticeTopicEnding(topic: EndingTopic, teamIds: readonly string[], by: string | null): Notice {
  const { cluster, name, ending, reason } = topic;
  const what = `${name} on ${cluster}`;
  const [day = ""] = ending?.at.split("T") ?? [];
  const successor = ending?.successor ?? null;
  const instead = successor === null ? "Nothing takes its place." : `${successor} takes its place.`;
  const told = ending
    ? `${what} is written until ${ending.at}. ${instead}`
    : `${what} does not end: its end was taken back.`;
  return {
    kind: "topic-ending",
    subject: ending ? `${what} ends on ${day}` : `${what} goes on`,
    body: `${told}\n\n${reason}`,
    path: `/topics/${cluster}/${encodeURIComponent(name)}`,
    audience: { membersOf: teamIds, except: by },
    data: { cluster, name, endingAt: ending?.at ?? null, successor },
  };
}
