import type { TopicUse } from "#lib/db/stores/topic-use";
import { approximateBytes, grouped } from "#lib/domain/quantity";

/** Names in a sentence before the rest is counted. */
const NAMED = 20;

/** Who uses a topic, and how much it holds, in sentences; a topic that nobody uses says so. */
export function usageInWords(use: TopicUse): string[] {
  return [
    use.activeGroups.length === 0 ? "No consumer group is active on it." : `${readBy(use.activeGroups)}.`,
    writtenInWords(use),
    ...(use.sizeBytes === null ? [] : [`It holds ${approximateBytes(use.sizeBytes)} on all brokers together.`]),
  ];
}

function writtenInWords({ lastWrittenAt, writtenLately, recentHours }: TopicUse): string {
  const lately = writtenLately ? `Somebody wrote to it within the last ${countOf(recentHours, "hour")}` : null;
  if (!lastWrittenAt) return `${lately ?? "Nothing was ever seen to be written to it"}.`;
  const at = `${lastWrittenAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return lately ? `${lately}; its newest record says ${at}.` : `The last record was written at ${at}.`;
}

/** `2 consumer groups read it: billing, audit`. */
export function readBy(groups: readonly string[]): string {
  return `${countOf(groups.length, "consumer group")} ${groups.length === 1 ? "reads" : "read"} it: ${listed(groups)}`;
}

/** `3 consumer groups`. */
export function countOf(count: number, one: string): string {
  return `${grouped(count)} ${one}${count === 1 ? "" : "s"}`;
}

/** Names, so many that the sentence stays readable. */
export function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return more > 0 ? `${names.slice(0, NAMED).join(", ")} and ${grouped(more)} more` : names.join(", ");
}
