import { type OffsetResetPreview, PreviewOffsetReset } from "#lib/contract/offset-resets";
import { Reason } from "#lib/contract/topic-requests";
import { findApplication } from "#lib/db/stores/applications";
import { findCluster } from "#lib/db/stores/clusters";
import { fail, ok } from "#lib/domain/result";
import { totalsOf } from "#lib/plan/plan-offset-reset";
import { decide } from "#lib/policy/decide";
import { applicationSubject } from "../applications/application-subject.ts";
import { defineQuery } from "../define-query.ts";
import { assessReset } from "../offset-resets/admit-reset.ts";
import { parsePart } from "../parse-input.ts";
import { slotsWithHolders } from "../read/slot-holders.ts";
import { refusalOf } from "../refusal.ts";
import { unknownCluster } from "../requests/refusals.ts";

/** What would come of a reset as the worker last saw the group: nothing is stored, nothing locked. */
export const previewOffsetReset = defineQuery({
  name: "preview-offset-reset",
  permission: "group.reset",
  input: PreviewOffsetReset,
  async handle({ actor, db }, { application: slug, cluster: where, group, topic, target, reason }) {
    const application = await findApplication(db, slug);
    const decision = application && decide(actor, "group.reset", applicationSubject(application));
    if (!application || !decision?.allowed) return { ok: false, failure: refusalOf(decision) };
    const cluster = await findCluster(db, where);
    if (!cluster) return unknownCluster(where);

    const { error, conflict, seen, judged } = await assessReset(db, { cluster, application, group, topic, target });
    const wrong = reason === undefined ? [] : parsePart("reason", Reason, reason).errors;
    const errors = [...(error ? [error] : []), ...wrong];
    const totals = seen && totalsOf(seen.partitions);
    const preview: OffsetResetPreview = {
      submittable: errors.length === 0 && conflict === null,
      errors,
      conflicts: conflict ? [conflict] : [],
      seen,
      totals: totals && { again: String(totals.again), skipped: String(totals.skipped) },
      plan: judged?.plan ?? null,
      fingerprint: judged?.fingerprint ?? null,
      risk: judged?.risk ?? null,
      requiredApprovals: judged ? await slotsWithHolders(db, judged.slots, actor.userId) : [],
    };
    if (errors.length === 0) return ok(preview);
    return fail("invalid_input", "Some fields need another look.", { errors, extra: { preview } });
  },
});
