import { randomUUID } from "node:crypto";
import { type AccessSubmitted, RequestAccess } from "#lib/contract/access";
import { lockAccessClaims } from "#lib/db/stores/access-claims";
import { findCluster } from "#lib/db/stores/clusters";
import { atItem } from "../access/at-item.ts";
import { lockAsker } from "../access/lock-asker.ts";
import { submitAccess } from "../access/submit-access.ts";
import { defineCommand, type Handled } from "../define-command.ts";
import { inOne } from "../requests/in-one.ts";
import { unknownCluster } from "../requests/refusals.ts";

/** Asks for access of one application to one or more topics: a request for each, in one bundle, all or none. */
export const requestAccess = defineCommand({
  name: "request-access",
  permission: "access.request",
  input: RequestAccess,
  subject: (db, { application, cluster, items }) => lockAsker(db, application, cluster, items),
  async handle(context, { cluster: slug, items, ...shared }, { application }): Promise<Handled<AccessSubmitted>> {
    const cluster = await findCluster(context.db, slug);
    if (!cluster) return unknownCluster(slug);
    await lockAccessClaims(context.db, slug);

    const bundleId = randomUUID();
    const submitted = [];
    for (const [index, item] of items.entries()) {
      const one = await submitAccess(context, { ...shared, cluster, application, item, bundleId, pending: null });
      if (!one.ok) return atItem(one, `items.${index}`);
      submitted.push(one);
    }
    return inOne(submitted, (requests) => ({ bundleId, requests }));
  },
});
