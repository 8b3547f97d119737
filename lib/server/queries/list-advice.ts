import { type Advice, ListAdvice } from "#lib/contract/advice";
import { sql } from "#lib/db/database";
import { ok } from "#lib/domain/result";
import { aclsOfNothing, shadowedAcls } from "../advice/acl-advice.ts";
import { grantsOfNothing, MOST_ADVICE, unusedGrants, widerThanUsed } from "../advice/grant-advice.ts";
import { defineQuery } from "../define-query.ts";
import { grantsVisibleTo } from "../read/visible-to.ts";

/**
 * Access that could go: unused, wider than used, shadowed, naming nothing. Each side hears of its own grants; ACLs nobody granted are for
 * the platform and auditors.
 */
export const listAdvice = defineQuery({
  name: "list-advice",
  permission: "access.read",
  input: ListAdvice,
  async handle({ actor, db }, { cluster, days }) {
    const visible = sql`${grantsVisibleTo(actor)} AND (${cluster ?? null}::text IS NULL OR g.cluster_slug = ${cluster ?? null})`;
    const about: Promise<Advice[]>[] = [
      unusedGrants(db, visible, days),
      widerThanUsed(db, visible),
      grantsOfNothing(db, visible),
    ];
    if (actor.platformRole !== "none") {
      const inScope = sql`(${cluster ?? null}::text IS NULL OR b.cluster_slug = ${cluster ?? null})`;
      about.push(shadowedAcls(db, inScope), aclsOfNothing(db, inScope));
    }
    const kinds = await Promise.all(about);
    return ok({ items: kinds.flat(), capped: kinds.some((items) => items.length === MOST_ADVICE), days });
  },
});
