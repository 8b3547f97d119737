import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Plan } from "#lib/domain/plan";

/**
 * What an approval binds to: SHA-256, in hexadecimal, over the RFC 8785 JSON of object, topic id, changes (field, from → to) and refusals, and
 * of what keys mean that are not set and what a shorter retention deletes, where a change is about that.
 * When the cluster was seen and how the effects are worded are not part of it, so that a fresh look or a better sentence does not
 * undo an approval.
 */
export function fingerprintOf({ object, topicId, changes, refusals, defaults, loss }: Plan): string {
  const essence = canonicalize({
    object,
    topicId,
    changes: changes.map(({ field, from, to }) => ({ field, from, to })),
    refusals,
    ...(defaults === undefined ? {} : { defaults }),
    ...(loss === undefined ? {} : { loss: loss && { records: loss.records, bytes: loss.bytes, groups: loss.groups } }),
  });
  if (essence === undefined) throw new Error("A plan is an object and always has a canonical form");
  return createHash("sha256").update(essence).digest("hex");
}
