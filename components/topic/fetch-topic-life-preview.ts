import { z } from "zod";
import { FieldProblem, TopicPreview } from "#lib/contract/topic-requests";
import { Plan } from "#lib/domain/plan";
import { Violation } from "#lib/domain/policy";
import { dryRun } from "../request/dry-run.ts";

/** A refusal: what the request would be refused for, with as much of a plan as there is. */
const Refused = z.object({
  code: z.enum(["invalid_input", "conflict", "policy_violated"]),
  detail: z.string(),
  errors: z.array(FieldProblem),
  violations: z.array(Violation),
  plan: Plan.nullable().default(null),
  /** Of a deletion: who uses the topic still and was not named. */
  unnamed: z
    .object({ groups: z.array(z.string()), recentHours: z.number().nullable() })
    .nullable()
    .default(null),
});

/** What would come of a request about a topic that is there. */
export type TopicLifePreview = Pick<
  TopicPreview,
  "violations" | "plan" | "risk" | "requiredApprovals" | "cost" | "errors"
> & {
  /** Why it would be refused, in one sentence; null where it would not. */
  refusal: string | null;
  unnamed: z.output<typeof Refused>["unnamed"];
};

/**
 * Asks what would come of a change or the end of a topic. A refusal is an answer; throws when there is none to show (signed out, too many questions, no
 * connection).
 */
export async function fetchTopicLifePreview(body: string, signal: AbortSignal): Promise<TopicLifePreview> {
  const { accepted, answer } = await dryRun("/topic-requests", body, signal);
  if (accepted) return { ...TopicPreview.parse(answer), refusal: null, unnamed: null };

  const { code, detail, errors, ...shown } = Refused.parse(answer);
  // A broken rule is told as one, with what would pass.
  const wrong = code === "policy_violated" ? [] : errors;
  return { ...shown, errors: wrong, refusal: detail, risk: null, requiredApprovals: [], cost: null };
}
