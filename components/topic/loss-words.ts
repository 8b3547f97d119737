import type { Loss } from "#lib/domain/plan";
import { approximateBytes, grouped } from "#lib/domain/quantity";

/** Groups that are named; the rest is counted. */
const NAMED = 3;

/** What a shorter retention deletes, and who has not read it, in a sentence or two; null where nothing goes. */
export function lossInShort({ records, bytes, groups }: Loss): string | null {
  if (records === "0") return null;
  const what = `About ${count(records)} ${records === "1" ? "goes" : "go"}, ${approximateBytes(BigInt(bytes))} on all brokers.`;
  if (groups.length === 0) return what;
  const named = groups.slice(0, NAMED).map(({ group, records: lost }) => `${group} (${count(lost)})`);
  const more = groups.length - named.length;
  const list = new Intl.ListFormat("en-GB").format(more > 0 ? [...named, `${grouped(more)} more`] : named);
  return `${what} Not read yet by ${list}.`;
}

function count(records: string): string {
  return records === "1" ? "1 record" : `${grouped(BigInt(records))} records`;
}
