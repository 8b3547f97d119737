import type { RequestKind } from "#lib/domain/request-kind";
import { topicCreation } from "../topic-requests/topic-creation.ts";
import type { KindOfRequest } from "./request-kind.ts";

/** Every kind of request. One that is added does not compile without its row. */
const KINDS: { readonly [Kind in RequestKind]?: KindOfRequest<Kind> } = {
  "topic.create": topicCreation,
};

/** What is particular to this kind. */
export function kindOf<Kind extends RequestKind>(kind: Kind): KindOfRequest<Kind> {
  const found: KindOfRequest<Kind> | undefined = KINDS[kind];
  if (!found) throw new TypeError(`nothing is known of requests of kind ${kind}`);
  return found;
}
