import { z } from "zod";
import type { Page } from "#lib/contract/common";
import type { PolicyView } from "#lib/contract/platform";
import { currentPolicies } from "#lib/db/stores/policies";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";

/** Every rule in force, in its current revision. Everyone signed in may know the rules they are judged by. */
export const listPolicies = defineQuery({
  name: "list-policies",
  permission: "policy.read",
  input: z.object({}),
  async handle({ db }) {
    const policies = await currentPolicies(db);
    const items = policies.map((policy) => ({ ...policy, createdAt: policy.createdAt.toISOString() }));
    return ok<Page<PolicyView>>({ items, nextCursor: null });
  },
});
