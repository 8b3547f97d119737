import type { RequestKind } from "./request-kind.ts";

/** What a notice has to know of a request. */
export type AskedFor = { id: number; kind: RequestKind; name: string; cluster: string };

const WORDS: { readonly [Kind in RequestKind]: (name: string) => string } = {
  "topic.create": (name) => `topic ${name}`,
  "topic.change": (name) => `a change of topic ${name}`,
  "topic.revert": (name) => `what topic ${name} should be`,
  "topic.adopt": (name) => `what topic ${name} became`,
  "topic.block": (name) => `blocking of topic ${name}`,
  "topic.delete": (name) => `deletion of topic ${name}`,
  "topic.import": (name) => `adoption of ${name}`,
  "ownership.transfer": (name) => `transfer of ${name}`,
  "access.create": (name) => `access to ${name}`,
  "access.renew": (name) => `longer access to ${name}`,
  "principal.create": (name) => `principal ${name}`,
  "principal.quota": (name) => `quota of ${name}`,
  "principal.revert": (name) => `what ${name} lost`,
  "acl.remove": (name) => `removal of ACLs of ${name}`,
  "schema.register": (name) => `a schema of ${name}`,
  "subject.compatibility": (name) => `compatibility of ${name}`,
  "subject.adopt": (name) => `adoption of subject ${name}`,
  "subject.revert": (name) => `what subject ${name} should be`,
  "subject.delete": (name) => `deletion of subject ${name}`,
  "group.reset": (name) => `offsets of group ${name}`,
};

/** What is asked for, as it stands in a subject: `topic orders.created.v1 on local`. */
export function requestInWords({ kind, name, cluster }: AskedFor): string {
  return `${WORDS[kind](name)} on ${cluster}`;
}

/** Where a request is decided and followed. */
export function requestPath(id: number): string {
  return `/requests/${id}`;
}
