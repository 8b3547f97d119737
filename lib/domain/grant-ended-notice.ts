import type { GrantEndKind, GrantOperation } from "./grant.ts";
import type { Notice } from "./notice.ts";

/** What a notice has to know of a grant that ended. */
export type EndedGrant = {
  id: string;
  cluster: string;
  operation: GrantOperation;
  resource: string;
  prefixed: boolean;
  application: { slug: string; name: string; teamId: string };
  /** The side that gave. */
  teamId: string;
};

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
export function noticeGrantEnded(grant: EndedGrant, { kind, by, reason }: GrantEnd): Notice {
  const { id, cluster, operation, resource, prefixed, application, teamId } = grant;
  const what = `${prefixed ? "topics that begin with " : ""}${resource} on ${cluster}`;
  const who = by === null ? "" : ` by ${by.name}`;
  const told = `Access of ${application.name} to ${operation} ${what} ${WORDS[kind]}${who}. Its ACLs are being removed.`;
  return {
    kind: "grant-ended",
    dedupeKey: `grant-ended:${id}`,
    subject: `Access of ${application.name} to ${resource} ${WORDS[kind]}`,
    body: reason === "" ? told : `${told}\n\n${reason}`,
    path: `/applications/${application.slug}`,
    audience: { ownersOf: [...new Set([teamId, application.teamId])], except: by?.id ?? null },
    data: { grantId: id, application: application.slug, cluster, resource, operation, endKind: kind },
  };
}
