import { z } from "zod";
import { AclBinding } from "#lib/domain/acl-binding";
import { Slug } from "#lib/domain/cluster";
import { DriftedField } from "#lib/domain/drift";
import { ChangeKind } from "#lib/domain/plan";
import { Allowed, Cursor, Limit, pageOf, TeamRef } from "./common.ts";
import { Reason } from "./topic-requests.ts";

export const DRIFT_KINDS = ["topic", "principal", "subject"] as const;
export const DriftKind = z.enum(DRIFT_KINDS);
export type DriftKind = z.infer<typeof DriftKind>;

export const ListDrift = z.strictObject({
  cluster: Slug.optional(),
  kind: DriftKind.optional(),
  team: Slug.optional(),
  /** Only what belongs to the teams of who asks. */
  mine: z.stringbool().optional(),
  cursor: Cursor.optional(),
  limit: Limit,
});

/** One field in three values, with what putting it back would do. */
export const DriftDifference = DriftedField.extend({
  /** How writing what is desired acts; null where it cannot be written, as Kafka cannot take it back. */
  revert: ChangeKind.nullable(),
  /** Whether what is observed can become what is desired by a request for adoption. */
  adoptable: z.boolean(),
  /** The ACL that is missing or in excess; null where a setting differs. */
  binding: AclBinding.nullable(),
  /** What counts where a value is not set; null where the cluster has not told it, and for what has no default. */
  byDefault: z.string().nullable(),
});
export type DriftDifference = z.infer<typeof DriftDifference>;

/** An object that is not on its cluster, or in its registry, as it is desired. */
export const DriftRow = z.object({
  kind: DriftKind,
  id: z.string(),
  cluster: z.string(),
  name: z.string(),
  team: TeamRef,
  /** Whose principal it is. */
  application: z.object({ slug: z.string(), name: z.string() }).nullable(),
  /** `drift`, or what is no difference of a field: `missing`, `recreated_outside`. */
  reason: z.string(),
  /** The worker's words. */
  message: z.string(),
  since: z.string(),
  /** The first fields; `more` counts the rest. */
  fields: z.array(DriftDifference),
  more: z.int(),
  /** Undecided requests about it that this person may see. */
  openRequests: z.array(z.object({ id: z.number(), kind: z.string() })),
  /** `askForAccess`: the way to adopt ACLs of a principal that no grant explains. */
  may: z.object({ revert: Allowed, adopt: Allowed, askForAccess: Allowed }),
});
export type DriftRow = z.infer<typeof DriftRow>;
export const DriftPage = pageOf(DriftRow);

/** A drifted object as it is called. */
export const DriftedObject = z.strictObject({ kind: DriftKind, cluster: Slug, name: z.string().min(1).max(1_000) });
export type DriftedObject = z.infer<typeof DriftedObject>;

/** Objects whose drift is to be resolved the same way, for one reason. */
export const ResolveDrift = z.strictObject({
  objects: z.array(DriftedObject).min(1, "names nothing").max(100, "has at most 100 objects"),
  reason: Reason,
});
export type ResolveDrift = z.infer<typeof ResolveDrift>;

/** What became of each object, in the order in which they were named; one that is refused does not stop the others. */
export const DriftResolved = z.object({
  /** Groups the requests that were made. */
  bundleId: z.string(),
  results: z.array(
    DriftedObject.extend({
      ok: z.boolean(),
      /** Why not; null when it was asked for. */
      code: z.string().nullable(),
      detail: z.string(),
      requests: z.array(z.object({ id: z.number(), state: z.string() })),
    }),
  ),
});
export type DriftResolved = z.infer<typeof DriftResolved>;
