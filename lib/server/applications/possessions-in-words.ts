import type { ApplicationPossessions } from "#lib/db/stores/applications";

/** What an application has on record, as a phrase ("1 principal and 2 requests"); null when it has nothing. */
export function possessionsInWords({ principals, grants, requests }: ApplicationPossessions): string | null {
  const parts = [counted(principals, "principal"), counted(grants, "grant"), counted(requests, "request")].filter(
    (part) => part !== null,
  );
  if (parts.length === 0) return null;
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(parts);
}

function counted(count: number, one: string): string | null {
  return count === 0 ? null : `${count} ${one}${count === 1 ? "" : "s"}`;
}
