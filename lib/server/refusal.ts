import { appendAudit } from "#lib/db/append-audit";
import type { Database } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { type Failure, fail } from "#lib/domain/result";
import type { Decision, Subject } from "#lib/policy/decide";
import type { Relation } from "#lib/policy/permissions";

const NOT_FOUND = fail("not_found", "There is no such thing, or you may not see it.").failure;

const WORDS: { [R in Relation]: string } = {
  "any-signed-in": "anyone who is signed in",
  requester: "the person who asked",
  "requesting-member": "the person who asked, as a member of the asking team",
  "member-of-team": "a member of the team",
  "owner-of-team": "an owner of the team",
  "member-of-asking-team": "a member of the team that asks",
  "owner-of-asking-team": "an owner of the team that asks",
  "platform-admin": "a platform admin",
  auditor: "an auditor",
  self: "the person it belongs to",
  "slot-holder": "someone whose approval it needs and who did not ask for it",
  decider: "someone who may decide it and who did not ask for it",
  "member-of-reading-team": "a member of a team with access to read it",
  operator: "an operator on the command line",
};

/** Relations in words: "an owner of the team or a platform admin". */
export function neededInWords(needed: readonly Relation[]): string {
  return needed
    .filter((relation) => relation !== "operator")
    .map((relation) => WORDS[relation])
    .join(" or ");
}

/** What the caller is told. The absent and the invisible answer exactly alike, so that nothing can be learnt by asking. */
export function refusalOf(decision: Decision | null): Failure {
  if (!decision || decision.allowed || !decision.visible) return NOT_FOUND;
  if (decision.reason === "token-permission") {
    return fail("forbidden", "This token was not given the permission for that.").failure;
  }
  if (decision.reason === "four-eyes") {
    return fail("forbidden", "Nobody decides their own request; it needs somebody else.").failure;
  }
  if (decision.reason === "readers-first") {
    return fail("forbidden", "Those who read it acknowledge first; then it can be approved.").failure;
  }
  return fail("forbidden", `This needs ${neededInWords(decision.needed)}.`, { extra: { needed: decision.needed } })
    .failure;
}

/**
 * Records a refusal that matters to security in a transaction of its own; other failures leave no trace. `about` is what the command would
 * have touched, where there is such a thing: the caller may not know it, those who read the trail must.
 */
export async function recordRefusal(
  db: Database,
  command: string,
  actor: Actor,
  { failure, about }: { failure: Failure; about: Subject | null },
): Promise<void> {
  if (failure.code !== "forbidden" && failure.code !== "not_found" && failure.code !== "stale_plan") return;

  const by = { kind: actor.kind, id: actor.tokenId ?? actor.userId, name: actor.name };
  const object = { kind: "command", id: command, name: command };
  const after = { code: failure.code, about: about && { kind: about.kind, id: about.id } };
  await db.$transaction((tx) =>
    appendAudit(tx, [{ action: "command.refused", actor: by, object, after, reason: failure.detail }]),
  );
}
