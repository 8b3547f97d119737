import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { insertRequest, type RequestLinks } from "#lib/db/stores/requests";
import { LAPSE_AFTER_DAYS } from "#lib/domain/request";
import type { RequestKind } from "#lib/domain/request-kind";
import type { Failure } from "#lib/domain/result";
import type { Context, Handled } from "../define-command.ts";
import { personOf } from "../person.ts";
import { answerSubmitted } from "./answer-submitted.ts";
import type { Judgement } from "./request-kind.ts";
import { requestObject } from "./request-subject.ts";

type Side = { id: string; slug: string };

export type NewRequestOf<Kind extends RequestKind> = {
  kind: Kind;
  cluster: string;
  /** What it is called in lists and mails: the name of a topic, a prefix, a principal. */
  name: string;
  /** The side that owns what is asked for, and the one in whose name it is asked. */
  team: Side;
  askingTeam: Side;
  reason: string;
} & Partial<RequestLinks>;

export type Submission<Kind extends RequestKind> = {
  asked: NewRequestOf<Kind>;
  /** Made in this transaction, under the locks of both teams, and not denied. */
  judged: Judgement<Kind>;
  /** Takes what only one open request may have, and says why it cannot. */
  hold?(requestId: number): Promise<{ ok: true } | { ok: false; failure: Failure }>;
};

/**
 * Stores a request of any kind that was found admissible, with its record, and tells those who are to decide; where nobody has to, it is
 * approved at once. The one way in, whether it was typed, sent by API or made of another one.
 */
export async function submitRequest<Kind extends RequestKind>(
  { actor, db, bundleId }: Context,
  { asked, judged, hold }: Submission<Kind>,
): Promise<Handled<RequestSubmitted>> {
  const { kind, cluster, name, team, askingTeam, reason } = asked;
  const id = await insertRequest(db, {
    ...judged,
    ...asked,
    bundleId: asked.bundleId ?? bundleId ?? null,
    teamId: team.id,
    askingTeamId: askingTeam.id,
    requesterId: personOf(actor),
    lapseAfterDays: LAPSE_AFTER_DAYS,
  });
  const held = await hold?.(id);
  if (held?.ok === false) return held;

  const { patch, fingerprint, violations, slots } = judged;
  const asking = askingTeam.id === team.id ? {} : { askingTeam: askingTeam.slug };
  const audit = {
    action: "request.submitted",
    object: requestObject({ id, name }),
    teamId: team.id,
    requestId: String(id),
    after: {
      state: "submitted",
      kind,
      cluster,
      name,
      team: team.slug,
      ...asking,
      patch,
      fingerprint,
      violations,
      slots,
    },
    reason,
  };
  return answerSubmitted(db, { id, audit }, judged);
}
