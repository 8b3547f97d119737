import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { claimFields, type FieldClaim, type ManagedTopic } from "#lib/db/stores/managed-topics";
import type { RequestKind } from "#lib/domain/request-kind";
import { fail, ok } from "#lib/domain/result";
import type { Context, Handled } from "../define-command.ts";
import type { Judgement } from "../requests/request-kind.ts";
import { submitRequest } from "../requests/submit-request.ts";

export type OnTopic<Kind extends RequestKind> = {
  kind: Kind;
  topic: ManagedTopic;
  judged: Judgement<Kind>;
  reason: string;
  /** Of what is asked for together with it. */
  bundleId?: string | null;
};

/** Stores an admitted request about a topic that is there. It claims the fields of its plan: at most one undecided request per field. */
export function submitOnTopic<Kind extends RequestKind>(
  context: Context,
  { kind, topic, judged, reason, bundleId = null }: OnTopic<Kind>,
): Promise<Handled<RequestSubmitted>> {
  const { id: topicId, cluster, name, team } = topic;
  const fields = judged.plan.changes.map(({ field }) => field);
  return submitRequest(context, {
    asked: { kind, cluster, name, team, askingTeam: team, reason, topicId, bundleId },
    judged,
    async hold(requestId) {
      const taken = await claimFields(context.db, { cluster, kind: "topic", name }, fields, requestId);
      return taken ? fieldTaken(name, taken) : ok(null);
    },
  });
}

/** A field that another request asks about. */
export function fieldTaken(name: string, { requestId, field }: FieldClaim) {
  const detail = `Request ${requestId} asks about ${field} of ${name} and is not decided yet.`;
  return fail("conflict", detail, { extra: { requestId, field } });
}
