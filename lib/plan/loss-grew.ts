import type { Loss } from "#lib/domain/plan";
import { approximateBytes, grouped } from "#lib/domain/quantity";

/** What is compared of a loss: counts are int64 as text. */
type ComparableLoss = Pick<Loss, "records" | "bytes"> & {
  groups: readonly Pick<Loss["groups"][number], "group" | "records">[];
};

/**
 * What a shorter retention would delete beyond what was approved: a group that loses and was not named, or more than a tenth more than was
 * shown, in all or of one group. Null when nothing grew so much.
 * @param approved as the plan says it; null or absent when the cluster had not told, which shows nothing: any loss is more
 * @returns in words what grew, without a full stop
 */
export function lossGrew(approved: ComparableLoss | null | undefined, now: ComparableLoss): string | null {
  const shown = new Map(approved?.groups.map(({ group, records }) => [group, records]));
  const grown = now.groups.flatMap(({ group, records }) => {
    const before = shown.get(group);
    if (BigInt(records) <= 0n) return [];
    if (before === undefined) return [`group ${group} has not read ${recordsInWords(records)} of it`];
    return isMore(before, records)
      ? [`group ${group} loses ${recordsInWords(records)} instead of ${grouped(BigInt(before))}`]
      : [];
  });
  const { records, bytes } = approved ?? { records: "0", bytes: "0" };
  if (isMore(records, now.records))
    grown.push(`${recordsInWords(now.records)} go instead of ${grouped(BigInt(records))}`);
  if (isMore(bytes, now.bytes))
    grown.push(`${approximateBytes(BigInt(now.bytes))} go instead of ${approximateBytes(BigInt(bytes))}`);
  return grown.length > 0 ? grown.join("; ") : null;
}

/** More than a tenth above. */
function isMore(before: string, now: string): boolean {
  return BigInt(now) * 10n > BigInt(before) * 11n;
}

function recordsInWords(count: string): string {
  return count === "1" ? "1 record" : `${grouped(BigInt(count))} records`;
}
