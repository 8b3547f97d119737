import type { ProbeView } from "#lib/contract/probes";
import type { RegistryVerdict } from "#lib/contract/schema-requests";
import type { CompatibilityLevel } from "#lib/domain/compatibility";

/** What is known of the registry's own judgement. */
export type Said =
  /** There is no version to be compatible with. */
  | { state: "first" }
  /** Nothing was asked yet. */
  | { state: "unasked" }
  | { state: "asking" }
  | { state: "judged"; compatible: boolean; level: CompatibilityLevel; messages: readonly string[]; at: string | null }
  /** It does not answer, or refuses to; `why` is a sentence, with since when where that is known. */
  | { state: "silent"; why: string };

/** A question to the registry that was asked from this page. */
type Question = { probe: ProbeView | null; pending: boolean; failed: boolean };

const NOT_ASKED = "It could not be asked just now.";
const IN_TIME = "It gave no answer in time.";

/**
 * @param known what the server knows from before
 * @param question null where the registry is not asked
 */
export function saidByRegistry(known: RegistryVerdict, question: Question | null): Said {
  const { probe, pending, failed } = question ?? { probe: null, pending: false, failed: false };
  if (probe?.verdict && probe.state === "answered") return { state: "judged", ...probe.verdict, at: null };
  if (probe && !pending) return { state: "silent", why: probe.message || IN_TIME };
  if (known.state === "judged") return { ...known, at: known.judgedAt };
  if (known.state === "none") return { state: "first" };
  if (pending) return { state: "asking" };
  if (failed) return { state: "silent", why: NOT_ASKED };
  return { state: "unasked" };
}

/** In one sentence, for screen readers and for who only wants to know that much; empty while there is nothing to say. */
export function saidInWords(said: Said): string {
  switch (said.state) {
    case "first":
    case "unasked":
      return "";
    case "asking":
      return "Asking the registry";
    case "silent":
      return "The registry does not answer";
    case "judged":
      return said.compatible
        ? `The registry says: compatible under ${said.level}`
        : `The registry says: incompatible under ${said.level}`;
  }
}

/**
 * Whether the registry refuses the schema; while it has not said anything, whether our own comparison does.
 * @param explanation our own reasons, empty where there are none
 */
export function isIncompatible(said: Said, explanation: readonly string[]): boolean {
  return said.state === "judged" ? !said.compatible : explanation.length > 0;
}
