import type { Database } from "#lib/db/database";

/** A line of an ACL that nobody granted: `legacy` reads a topic of orders; `more` replaces fields of it. */
export function aclLine(more: object = {}) {
  return {
    principal: "User:legacy",
    resourceType: "TOPIC",
    resourceName: "orders.placed.v1",
    patternType: "LITERAL",
    operation: "READ",
    permissionType: "ALLOW",
    host: "*",
    ...more,
  };
}

/** Writes such a line as the worker does that saw it on the cluster. */
export function observeAcl(db: Database, more: object = {}) {
  return db.aclObservation.create({ data: { clusterSlug: "local", ...aclLine(more) } });
}
