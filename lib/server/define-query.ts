import type { z } from "zod";
import type { Database } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import type { Permission } from "#lib/domain/permission";
import type { Result } from "#lib/domain/result";
import type { Subject } from "#lib/policy/decide";

export type Query<Input extends z.ZodType, Output> = {
  name: string;
  permission: Permission;
  input: Input;
  /**
   * Stated where the whole answer belongs to somebody (the audit trail, all users) and `decide` can say so beforehand. Where each
   * row decides, the query puts `visibleTo(actor)` into its WHERE instead.
   */
  subject?: Subject;
  handle(context: { actor: Actor; db: Database }, input: z.output<Input>): Promise<Result<Output>>;
};

/** Declares a query: a read that takes the actor and answers only what that actor may see. */
export function defineQuery<Input extends z.ZodType, Output>(query: Query<Input, Output>): Query<Input, Output> {
  return query;
}
