"use client";

import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import type { TeamView } from "#lib/contract/teams";
import { CommandForm } from "../command/command-form.tsx";
import { textsOf } from "../command/form-values.ts";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { TextField } from "../ui/text-field.tsx";
import { toast } from "../ui/toast.tsx";

export type PrefixCommands = { addPrefix: Action<unknown>; removePrefix: Action<unknown> };

/** The names that belong to the team alone; platform admins give and take them. */
export function PrefixesCard({ team, commands }: { team: TeamView; commands: PrefixCommands }) {
  const router = useRouter();
  const { allowed, needed } = team.may.managePrefixes;
  const added = () => {
    toast("Prefix added");
    router.refresh();
  };

  return (
    <Card>
      <CardHeader title="Prefixes" />
      <CardSection className="grid gap-3">
        <p className="text-ink-2">Names that begin so are this team’s alone, on every cluster.</p>
        {team.prefixes.length === 0 && <p>None yet, so the team cannot name a topic. {!allowed && needed}</p>}
        {team.prefixes.length > 0 && (
          <ul className="grid gap-1">
            {team.prefixes.map((prefix) => (
              <li key={prefix} className="flex items-center gap-2">
                <code className="font-mono">{prefix}</code>
                {allowed && <RemovePrefixDialog team={team} prefix={prefix} remove={commands.removePrefix} />}
              </li>
            ))}
          </ul>
        )}
        {allowed && (
          <CommandForm
            action={commands.addPrefix}
            input={(form) => ({ team: team.slug, ...textsOf(form, ["prefix"]) })}
            submitLabel="Add prefix"
            clears
            onDone={added}
          >
            {(errorOf) => (
              <TextField
                label="Another prefix"
                name="prefix"
                mono
                error={errorOf("prefix")}
                hint="Ends with a separator, such as orders. or orders-eu."
              />
            )}
          </CommandForm>
        )}
      </CardSection>
    </Card>
  );
}

type RemovePrefixDialogProps = { team: TeamView; prefix: string; remove: Action<unknown> };

function RemovePrefixDialog({ team, prefix, remove }: RemovePrefixDialogProps) {
  const router = useRouter();

  const confirm = async () => {
    const result = await remove({ team: team.slug, prefix });
    if (!result.ok) return result.failure.detail;

    toast("Prefix removed");
    router.refresh();
    return undefined;
  };

  return (
    <ConfirmDialog
      trigger={
        <Button size="small" variant="quiet" aria-label={`Remove prefix ${prefix}`}>
          <X aria-hidden className="size-4" />
        </Button>
      }
      title={`Take ${prefix} from ${team.name}?`}
      description="Another team can then be given these names. Refused while topics or open requests use it."
      confirmLabel="Remove prefix"
      onConfirm={confirm}
    />
  );
}
