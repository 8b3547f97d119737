import { type GrantSides, toBothSides } from "./both-sides.ts";
import type { GrantEndKind, GrantOperation } from "./grant.ts";
import type { Notice } from "./notice.ts";

/** What a notice has to know of a grant that ended. */
export type EndedGrant = GrantSides & { id: string; operation: GrantOperation };

export type GrantEnd = {
  kind: GrantEndKind;
  /** Who ended it, by name; null for the clock. */
  by: { id: string | null; name: string } | null;
  reason: string;
};

const WORDS: { readonly [Kind in GrantEndKind]: string } = {
  expired: "has expired",
  revoked: "is revoked",
  released: "was given back",
};

/** Tells the owners of both sides, but for the person who did it, that access has ended; once per grant. */
export function noticesGrantEnded(grant: EndedGrant, { kind, by, reason }: GrantEnd): Notice[] {
  const { id, cluster, operation, resource, prefixed, application } = grant;
  const what = `${prefixed ? "topics that begin with " : ""}${resource} on ${cluster}`;
  const who = by === null ? "" : ` by ${by.name}`;
  const told = `Access of ${application.name} to ${operation} ${what} ${WORDS[kind]}${who}. Its ACLs are removed, except what another grant needs.`;
  const notice = {
    kind: "grant-ended" as const,
    dedupeKey: `grant-ended:${id}`,
    subject: `Access of ${application.name} to ${resource} ${WORDS[kind]}`,
    body: reason === "" ? told : `${told}\n\n${reason}`,
    data: { grantId: id, application: application.slug, cluster, resource, operation, endKind: kind },
  };
  return toBothSides(notice, grant, by?.id ?? null);
}
