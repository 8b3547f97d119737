import type { SlotWithHolders } from "#lib/contract/topic-requests";

/** Who could give an approval, in words: `Ben, Dana and 3 more`; says so when nobody can. */
export function namesOf({ holders, moreHolders }: Pick<SlotWithHolders, "holders" | "moreHolders">): string {
  const names = holders.map((holder) => holder.name);
  if (names.length === 0) return "nobody can give it at the moment";
  if (moreHolders > 0) return `${names.join(", ")} and ${moreHolders} more`;
  if (names.length === 1) return names.join("");
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
