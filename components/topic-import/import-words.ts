import type { ImportProgress } from "#lib/contract/topic-imports";
import type { OwnerConfidence, OwnerEvidence } from "#lib/domain/owner-candidate";
import { grouped } from "#lib/domain/quantity";
import type { RequestState } from "#lib/domain/request";
import type { Tone } from "../ui/tone.ts";

/** How sure it is who owns a topic, as a chip shows it. */
export const CONFIDENCE_TONES: { readonly [C in OwnerConfidence]: Tone } = {
  certain: "ok",
  likely: "wait",
  weak: "off",
};

/** What kind of sign speaks for an owner. */
export const EVIDENCE_WORDS: { readonly [K in OwnerEvidence["kind"]]: string } = {
  prefix: "Prefix",
  writer: "Writes",
  name: "Name",
  reader: "Reads",
  group: "Group",
};

/** `1 topic`, `5,000 topics`. */
export function topicCount(count: number): string {
  return count === 1 ? "1 topic" : `${grouped(count)} topics`;
}

/** How far an import is, in a chip. Approved is not yet seen: only what the worker has looked at counts. */
export function importStatus(
  state: RequestState,
  { total, settled, blocked }: ImportProgress,
): { tone: Tone; words: string } {
  if (state === "submitted") return { tone: "wait", words: "Waits for another admin" };
  if (state !== "approved" && state !== "applied") return { tone: "off", words: `Is ${state}` };
  const seen = `${grouped(settled)} of ${grouped(total)} seen`;
  if (blocked > 0) return { tone: "bad", words: `${seen}, ${grouped(blocked)} blocked` };
  return state === "applied" ? { tone: "ok", words: "All of it was seen" } : { tone: "wait", words: seen };
}
