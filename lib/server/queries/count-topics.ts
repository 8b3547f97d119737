import { ListTopics } from "#lib/contract/topics";
import { join } from "#lib/db/database";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { catalogueConditions } from "./list-topics.ts";

/** Counting stops here: nobody reads "84,212 match", and counting costs what paging saved. */
const CAP = 1_000;

/** How many topics a filter matches, at most {@link CAP}. */
export const countTopics = defineQuery({
  name: "count-topics",
  permission: "topic.read",
  input: ListTopics.omit({ cursor: true, limit: true }),
  async handle({ db }, filter) {
    const [row] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM (SELECT FROM catalogue e WHERE ${join(catalogueConditions(filter), " AND ")} LIMIT ${CAP + 1}) AS matching`;
    const count = row?.count ?? 0;
    return ok({ count: Math.min(count, CAP), capped: count > CAP });
  },
});
