import type { SubjectVersionView } from "#lib/contract/subjects";

type Compared = { from: number; to: number };

/** Versions whose text is known, in order. */
export function comparableVersions(versions: readonly SubjectVersionView[]): number[] {
  const numbers = versions.flatMap(({ version, state }) => (version === null || state === "purged" ? [] : [version]));
  return numbers.toSorted((a, b) => a - b);
}

/**
 * Which two versions to compare: those that the address names, else the newest with the one before it. What the address names and does not exist
 * counts as not named.
 * @returns null where there are not two
 */
export function comparedVersions(
  versions: readonly SubjectVersionView[],
  asked: { from?: string | undefined; to?: string | undefined },
): Compared | null {
  const numbers = comparableVersions(versions);
  if (numbers.length < 2) return null;
  const named = (text: string | undefined) => numbers.find((number) => String(number) === text);
  const to = named(asked.to) ?? numbers.at(-1);
  const before = numbers.filter((number) => to !== undefined && number < to).at(-1);
  const from = named(asked.from) ?? before ?? numbers.find((number) => number !== to);
  return from === undefined || to === undefined ? null : { from, to };
}
