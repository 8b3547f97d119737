import type { ObservedTopic } from "#lib/domain/observed-topic";
import { sameConfigValue } from "#lib/domain/topic-config-value";
import type { FieldWrite } from "./decide-change.ts";
import { fieldText } from "./topic-differences.ts";

/** How long what the cluster said it wrote may stay invisible before it is written again; behind a bulk it shows seconds later. */
export const VISIBLE_WITHIN_MS = 60_000;

type AcceptedWrite = {
  write: FieldWrite;
  /** What a read that is behind may show: what was there before, and what was written before and did not show. */
  before: readonly (string | null)[];
  giveUpAt: number;
  state: "awaited" | "shown" | "given-up";
  /** How often the same was waited for in vain before. */
  inVain: number;
};

/** What was accepted for a topic, by what a read shows of it. */
type Sight = {
  shown: FieldWrite[];
  /** The read is behind: it shows what was there before. */
  late: FieldWrite[];
  /** It was accepted twice and waited for as often, and what was there before shows still. */
  never: FieldWrite[];
};

/**
 * Settings and partitions that a cluster accepted in this session, until their topics were seen settled. Whether one shows is told by its value: what was
 * there before means that the read is behind, anything else is somebody else's and is decided about anew.
 */
export class AcceptedWrites {
  readonly #topics = new Map<string, Map<string, AcceptedWrite>>();
  /** Monotonic. */
  readonly #now: () => number;

  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** The cluster said that it wrote these. */
  note(topicId: string, writes: readonly FieldWrite[]): void {
    const fields = this.#topics.get(topicId) ?? new Map<string, AcceptedWrite>();
    this.#topics.set(topicId, fields);
    for (const write of writes) {
      const earlier = fields.get(write.field);
      const before = [write.observed, ...(earlier?.state === "awaited" ? earlier.before : [])];
      const isRepeated = earlier?.state === "given-up" && earlier.write.desired === write.desired;
      const inVain = isRepeated ? earlier.inVain + 1 : 0;
      fields.set(write.field, { write, before, giveUpAt: this.#now() + VISIBLE_WITHIN_MS, state: "awaited", inVain });
    }
  }

  /** What shows of it by now, and what does not yet. */
  look(topicId: string, observed: ObservedTopic): Sight {
    const sight: Sight = { shown: [], late: [], never: [] };
    const fields = this.#topics.get(topicId) ?? new Map<string, AcceptedWrite>();
    for (const [field, accepted] of fields) {
      const { state, write, before, giveUpAt, inVain } = accepted;
      const shows = (value: string | null) => sameConfigValue(field, fieldText(observed, field), value);
      const isBehind = state !== "shown" && before.some(shows);
      if (shows(write.desired)) {
        accepted.state = "shown";
        sight.shown.push(write);
      } else if (!isBehind) fields.delete(field);
      else if (this.#now() < giveUpAt) sight.late.push(write);
      else {
        accepted.state = "given-up";
        if (inVain > 0) sight.never.push(write);
      }
    }
    return sight;
  }

  /** Whether it was waited for in vain. */
  isGivenUp(topicId: string, field: string): boolean {
    return this.#topics.get(topicId)?.get(field)?.state === "given-up";
  }

  /** The topic was seen settled, or waits for a person: whatever is read of it next counts as it is. */
  forget(topicId: string): void {
    this.#topics.delete(topicId);
  }
}

/** A topic as it will show itself once it shows what was accepted: the cluster's word is later than a read that is behind. */
export function asAccepted(observed: ObservedTopic, late: readonly FieldWrite[]): ObservedTopic {
  const accepted = { ...observed, config: { ...observed.config } };
  for (const { field, desired } of late) {
    if (field === "partitions") accepted.partitions = Number(desired);
    else if (desired === null) delete accepted.config[field];
    else accepted.config[field] = desired;
  }
  return accepted;
}
