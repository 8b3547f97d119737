import type { AccessItem } from "#lib/contract/access";
import { GrantTerms, ownNamespace } from "#lib/domain/grant";
import { brokerHost } from "#lib/domain/grant-host";
import type { FieldError } from "#lib/domain/result";
import { fieldErrors } from "../parse-input.ts";

export type ItemTerms = { terms: GrantTerms; errors: null } | { terms: null; errors: FieldError[] };

/** One item of a request for access as the terms of a grant, or everything that is wrong with it in itself. Paths are those of the item. */
export function itemTerms(item: AccessItem, application: { slug: string }, host: string): ItemTerms {
  const { operation, patternType, topic, consumerGroup = null, transactionalId = null } = item;
  const parsed = GrantTerms.safeParse(
    { operation, patternType, resourceName: topic, consumerGroup, transactionalId, host: brokerHost(host) },
    { reportInput: true },
  );
  const shape = parsed.success
    ? []
    : fieldErrors(parsed.error).map(({ path, message }) => ({ path: asked(path), message }));
  const errors = [...shape, ...pairing(item), ...namespaces(item, application.slug)];
  return parsed.success && errors.length === 0 ? { terms: parsed.data, errors: null } : { terms: null, errors };
}

function asked(path: string): string {
  return path === "resourceName" ? "topic" : path;
}

/** A group only to consume, and then always; a transactional id only to produce. */
function pairing({ operation, consumerGroup, transactionalId }: AccessItem): FieldError[] {
  if (operation === "produce") {
    return consumerGroup ? [{ path: "consumerGroup", message: "Producers have no consumer group; leave it out." }] : [];
  }
  return [
    ...(consumerGroup ? [] : [{ path: "consumerGroup", message: "To consume, a consumer group has to be named." }]),
    ...(transactionalId
      ? [{ path: "transactionalId", message: "Only producers have a transactional id; leave it out." }]
      : []),
  ];
}

/** Everything that begins with a text is an application's only within its own namespace. */
function namespaces(item: AccessItem, slug: string): FieldError[] {
  const own = ownNamespace(slug);
  return (["consumerGroup", "transactionalId"] as const).flatMap((field) => {
    const pattern = item[field];
    if (pattern?.patternType !== "PREFIXED" || pattern.name.startsWith(own)) return [];
    return [
      {
        path: `${field}.name`,
        message: `${pattern.name} is not ${slug}'s own: a prefix begins with ${own}; or name one by LITERAL.`,
      },
    ];
  });
}
