import type { Actor } from "#lib/domain/actor";
import { succeeded } from "../access/test-access.ts";
import { runCommand } from "../run-command.ts";
import type { SchemaBench } from "./test-schema-bench.ts";

export type AnyCommand = Parameters<typeof runCommand>[1];
export type Asked = { id: number; fingerprint: string; state: string; requiredApprovals: { id: string }[] };

/** What tests of requests about the subject of a bench do again and again. */
export function subjectRequests(bench: SchemaBench) {
  const ask = (command: AnyCommand, actor: Actor, more: object = {}) =>
    runCommand(bench.database.web, command, actor, {
      cluster: "local",
      subject: bench.subject,
      reason: "It is time.",
      ...more,
    });
  return {
    ask,
    /** A request that is stored; throws with the refusal where it is not. */
    asked: async (command: AnyCommand, more: object = {}, actor = bench.people.member) =>
      succeeded(await ask(command, actor, more)) as Asked,
    /** Approved by an owner and by the platform. */
    both: async (request: Asked) => {
      succeeded(await bench.approve(bench.people.owner, request));
      return succeeded(await bench.approve(bench.people.admin, request));
    },
    subjectRow: (name = bench.subject) => bench.database.owner.registrySubject.findFirstOrThrow({ where: { name } }),
  };
}

/** Who has to approve. */
export function slotsOf({ requiredApprovals }: Asked): string[] {
  return requiredApprovals.map(({ id }) => id);
}
