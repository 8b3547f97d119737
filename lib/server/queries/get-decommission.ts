import { type Decommission, GetDecommission } from "#lib/contract/decommission";
import { sql } from "#lib/db/database";
import { fail, ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { readDecommissions } from "../read/decommissions.ts";

/** How far one managed topic is on its way out, and what the next step would be. */
export const getDecommission = defineQuery({
  name: "get-decommission",
  permission: "topic.read",
  input: GetDecommission,
  async handle({ actor, db }, { cluster, name }) {
    const where = [sql`t.cluster_slug = ${cluster}`, sql`t.name = ${name}`];
    const [row] = await readDecommissions(db, actor, where, 1);
    return row ? ok<Decommission>(row) : fail("not_found", "There is no such thing, or you may not see it.");
  },
});
