import type { TeamPossessions } from "#lib/db/stores/teams";

/** What a team has, as a phrase ("2 prefixes, 1 topic and 3 open requests"); null when it has nothing. */
export function possessionsInWords(owned: TeamPossessions): string | null {
  const parts = [
    counted(owned.prefixes, "prefix", "prefixes"),
    counted(owned.topics, "topic", "topics"),
    counted(owned.subjects, "schema subject", "schema subjects"),
    counted(owned.applications, "application", "applications"),
    counted(owned.webhooks, "webhook", "webhooks"),
    counted(owned.recertifications, "open recertification", "open recertifications"),
    counted(owned.requests, "open request", "open requests"),
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(parts);
}

function counted(count: number, one: string, many: string): string | null {
  return count === 0 ? null : `${count} ${count === 1 ? one : many}`;
}
