import type { GrantOperation } from "#lib/domain/grant";
import type { FieldError } from "#lib/domain/result";
import { readEndDate } from "./end-date.ts";
import { suggestedGroup } from "./grant-words.ts";

/** Access that is asked for together with a new topic, as typed. */
export type TopicAccessDraft = {
  id: number;
  application: string;
  operation: GrantOperation;
  /** Null while the suggestion stands: it follows the topic's name. */
  group: string | null;
  until: string;
};

export type TopicAccessInput = {
  application: string;
  operation: GrantOperation;
  consumerGroup?: { name: string; patternType: "LITERAL" };
  expiresAt: string;
};

/** The group of one entry: what was typed, else what suits the application and the topic. */
export function topicAccessGroup({ application, group }: TopicAccessDraft, topic: string): string {
  return group ?? suggestedGroup(application, topic);
}

/** One more entry: the last application again for the other thing, or the first application to produce. */
export function withTopicAccess(
  entries: readonly TopicAccessDraft[],
  { application, until }: { application: string; until: string },
): TopicAccessDraft[] {
  const last = entries.at(-1);
  const id = Math.max(0, ...entries.map((entry) => entry.id)) + 1;
  const operation = last?.operation === "produce" ? "consume" : "produce";
  return [
    ...entries,
    { id, operation, group: null, application: last?.application ?? application, until: last?.until ?? until },
  ];
}

/** Reads what was typed, for the topic of that name. A day that cannot be read goes along as typed, and is named. */
export function readTopicAccess(
  entries: readonly TopicAccessDraft[],
  topic: string,
): { input: TopicAccessInput[]; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const input = entries.map((entry, index): TopicAccessInput => {
    const { application, operation, until } = entry;
    const end = readEndDate(until);
    if (!end.ok) errors.push({ path: `access.${index}.expiresAt`, message: end.message });
    const expiresAt = end.ok ? end.value : until;
    if (operation === "produce") return { application, operation, expiresAt };
    const consumerGroup = { name: topicAccessGroup(entry, topic), patternType: "LITERAL" as const };
    return { application, operation, consumerGroup, expiresAt };
  });
  return { input, errors };
}
