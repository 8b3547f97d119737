import type { z } from "zod";
import { AccessItem, type AccessItemPreview, type AccessPreview, PreviewAccessRequest } from "#lib/contract/access";
import { Instant } from "#lib/contract/common";
import { Reason } from "#lib/contract/topic-requests";
import type { Database } from "#lib/db/database";
import { type Application, findApplication } from "#lib/db/stores/applications";
import { databaseNow } from "#lib/db/stores/clock";
import { findCluster } from "#lib/db/stores/clusters";
import type { Cluster } from "#lib/domain/cluster";
import { Agreement, GrantHost } from "#lib/domain/grant";
import { type FieldError, fail, ok } from "#lib/domain/result";
import { decide } from "#lib/policy/decide";
import { type AdmittedAccess, assessAccess } from "../access/admit-access.ts";
import { itemPath } from "../access/at-item.ts";
import { expiryProblem, isoInstant } from "../access/expiry-problem.ts";
import { itemTerms } from "../access/item-terms.ts";
import { applicationSubject } from "../applications/application-subject.ts";
import { defineQuery } from "../define-query.ts";
import { parsePart } from "../parse-input.ts";
import { slotsWithHolders } from "../read/slot-holders.ts";
import { refusalOf } from "../refusal.ts";
import { unknownCluster } from "../requests/refusals.ts";

type ItemPreview = z.infer<typeof AccessItemPreview>;

/** Stands in for an end that is still wrong, so that the rest can be judged while it is typed. */
const PLACEHOLDER_MS = 86_400_000;

/**
 * What would come of a request for access as it stands: nothing is stored, nothing locked, and each item is answered for itself. Wrong fields make it
 * `invalid_input`, with all of them named and the judgement of the rest under `preview`.
 */
export const previewAccessRequest = defineQuery({
  name: "preview-access-request",
  permission: "access.request",
  input: PreviewAccessRequest,
  async handle({ actor, db }, { application: slug, cluster: where, items, ...typed }) {
    const application = await findApplication(db, slug);
    const decision = application && decide(actor, "access.request", applicationSubject(application));
    if (!application || !decision?.allowed) return { ok: false, failure: refusalOf(decision) };
    const cluster = await findCluster(db, where);
    if (!cluster) return unknownCluster(where);

    const now = await databaseNow(db);
    const frame = frameOf(typed, now);
    const errors = [...frame.errors];
    const previews: ItemPreview[] = [];
    for (const [index, item] of items.entries()) {
      const one = await previewItem(db, {
        cluster,
        application,
        frame,
        item,
        at: `items.${index}`,
        asker: actor.userId,
      });
      errors.push(...one.errors);
      previews.push(one.preview);
    }

    const open = previews.every(({ conflicts, violations }) => {
      return conflicts.length === 0 && violations.every(({ enforcement }) => enforcement !== "deny");
    });
    const preview: AccessPreview = { submittable: errors.length === 0 && open, errors, items: previews };
    if (errors.length === 0) return ok(preview);
    return fail("invalid_input", "Some fields need another look.", { errors, extra: { preview } });
  },
});

type Frame = { expiresAt: string; sound: boolean; host: string; agreement: Agreement; errors: FieldError[] };

/** What all items share, with stand-ins for what is still wrong. */
function frameOf(typed: Omit<PreviewAccessRequestInput, "application" | "cluster" | "items">, now: Date): Frame {
  const expiresAt = parsePart("expiresAt", Instant, typed.expiresAt);
  const host = parsePart("host", GrantHost, typed.host ?? "*");
  const agreement = parsePart("agreement", Agreement, typed.agreement ?? {});
  const reason = typed.reason === undefined ? [] : parsePart("reason", Reason, typed.reason).errors;
  const late = expiresAt.value === null ? null : expiryProblem(expiresAt.value, now);
  const sound = expiresAt.value !== null && late === null;
  const standIn = new Date(now.getTime() + PLACEHOLDER_MS).toISOString();
  return {
    expiresAt: sound && expiresAt.value !== null ? isoInstant(expiresAt.value) : standIn,
    sound,
    host: host.value ?? "*",
    agreement: agreement.value ?? {},
    errors: [...expiresAt.errors, ...(late ? [late] : []), ...host.errors, ...agreement.errors, ...reason],
  };
}
type PreviewAccessRequestInput = z.infer<typeof PreviewAccessRequest>;

type OneItem = {
  cluster: Cluster;
  application: Application;
  frame: Frame;
  item: unknown;
  /** Where it stands: `items.3`. */
  at: string;
  asker: string | null;
};

async function previewItem(
  db: Database,
  { cluster, application, frame, item, at, asker }: OneItem,
): Promise<{ errors: FieldError[]; preview: ItemPreview }> {
  const parsed = parsePart(at, AccessItem, item);
  const { terms, errors } = parsed.value
    ? itemTerms(parsed.value, application, frame.host)
    : { terms: null, errors: null };
  const wrong = (errors ?? []).map(({ path, message }) => ({ path: itemPath(path, at), message }));
  const topic = parsed.value?.topic ?? "";
  if (!terms) return { errors: [...parsed.errors, ...wrong], preview: { ...NOTHING, topic } };

  const patch = { terms, expiresAt: frame.expiresAt, agreement: frame.agreement };
  const { conflict, admitted } = await assessAccess(db, { cluster, application, patch, pendingGiver: null });
  const conflicts = conflict ? [{ ...conflict, path: itemPath(conflict.path, at) }] : [];
  if (!admitted) return { errors: [], preview: { ...NOTHING, topic, conflicts } };
  const requiredApprovals = await slotsWithHolders(db, admitted.judged.slots, asker);
  return { errors: [], preview: { ...judged(admitted, frame, at), topic, conflicts, requiredApprovals } };
}

const NOTHING: Omit<ItemPreview, "topic"> = {
  conflicts: [],
  violations: [],
  plan: null,
  fingerprint: null,
  risk: null,
  owner: null,
  requiredApprovals: [],
};

function judged({ giver, judged: { plan, fingerprint, risk, violations } }: AdmittedAccess, frame: Frame, at: string) {
  const { id, slug, name } = giver.team;
  return {
    plan,
    risk,
    owner: { id, slug, name },
    // The plan with a stand-in for its end is nobody's to approve.
    fingerprint: frame.sound ? fingerprint : null,
    violations: violations.map((violation) => ({ ...violation, path: itemPath(violation.path, at) })),
  };
}
