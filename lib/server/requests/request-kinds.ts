import type { RequestKind } from "#lib/domain/request-kind";
import { principalCreation } from "../principals/principal-creation.ts";
import { principalRevert } from "../principals/principal-revert.ts";
import { quotaChange } from "../principals/quota-change.ts";
import { topicCreation } from "../topic-requests/topic-creation.ts";
import type { KindOfRequest } from "./request-kind.ts";

/** Every kind of request. One that is added does not compile without its row. */
const KINDS: { readonly [Kind in RequestKind]?: KindOfRequest<Kind> } = {
  "topic.create": topicCreation,
  "principal.create": principalCreation,
  "principal.quota": quotaChange,
  "principal.revert": principalRevert,
};

/** What is particular to this kind. */
export function kindOf<Kind extends RequestKind>(kind: Kind): KindOfRequest<Kind> {
  const found: KindOfRequest<Kind> | undefined = KINDS[kind];
  if (!found) throw new TypeError(`nothing is known of requests of kind ${kind}`);
  return found;
}
