"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import type { TeamMember, TeamView } from "#lib/contract/teams";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { toast } from "../ui/toast.tsx";

export type MemberCommands = { setMember: Action<unknown>; removeMember: Action<unknown> };

type MemberActionsProps = { team: TeamView; member: TeamMember; commands: MemberCommands };

/** Changes one member's role, or takes the membership back. */
export function MemberActions({ team, member, commands }: MemberActionsProps) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const other = member.role === "owner" ? "member" : "owner";

  const change = () =>
    start(async () => {
      const result = await commands.setMember({ team: team.slug, userId: member.id, role: other });
      if (result.ok) toast(`${member.name} is now ${other} of ${team.name}`);
      else toast("Not changed", { description: result.failure.detail, tone: "bad" });
      router.refresh();
    });
  const remove = async () => {
    const result = await commands.removeMember({ team: team.slug, userId: member.id });
    if (!result.ok) return result.failure.detail;

    toast("Removed from the team");
    router.refresh();
    return undefined;
  };

  return (
    <span className="inline-flex flex-wrap justify-end gap-2">
      <Button size="small" pending={pending} onClick={change} aria-label={`Make ${member.name} ${other}`}>
        Make {other}
      </Button>
      <ConfirmDialog
        trigger={
          <Button size="small" aria-label={`Remove ${member.name}`}>
            Remove
          </Button>
        }
        title={`Remove ${member.name}?`}
        description={`They can no longer ask or decide for ${team.name}, from their next request on.`}
        confirmLabel="Remove from team"
        onConfirm={remove}
      />
    </span>
  );
}
