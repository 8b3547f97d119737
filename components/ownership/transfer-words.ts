import type { OwnershipTransferDetail } from "#lib/contract/ownership";
import { grouped } from "#lib/domain/quantity";

type Counts = Pick<OwnershipTransferDetail, "topics" | "subjects" | "applications" | "prefixes">;

/** What changes hands, in numbers: `2 topics, 1 subject and 1 prefix`. */
export function whatMoves({ topics, subjects, applications, prefixes }: Counts): string {
  const parts = [
    counted(topics, "topic", "topics"),
    counted(subjects, "subject", "subjects"),
    counted(applications, "application", "applications"),
    counted(prefixes.length, "prefix", "prefixes"),
  ].filter((part) => part !== null);
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(parts);
}

function counted(count: number, one: string, many: string): string | null {
  return count === 0 ? null : `${grouped(count)} ${count === 1 ? one : many}`;
}

/** Said once a transfer was asked for. */
export function transferAsked({ requests }: { requests: readonly { id: number }[] }): string {
  const numbers = requests.map(({ id }) => String(id));
  const list = new Intl.ListFormat("en-GB", { type: "conjunction" }).format(numbers);
  return `Asked for: request${numbers.length === 1 ? "" : "s"} ${list}. Both teams decide.`;
}
