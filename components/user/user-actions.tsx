"use client";

import { useRouter } from "next/navigation";
import type { UserRow } from "#lib/contract/users";
import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { toast } from "../ui/toast.tsx";
import { PLATFORM_ROLES } from "./platform-roles.ts";

export type UserCommands = { update: Action<unknown>; disable: Action<unknown>; enable: Action<unknown> };

/** Changes one account: name and role, or whether it may sign in. */
export function UserActions({ user, commands }: { user: UserRow; commands: UserCommands }) {
  return (
    <span className="inline-flex flex-wrap justify-end gap-2">
      <EditUserDialog user={user} update={commands.update} />
      <SwitchUserDialog user={user} change={user.disabled ? commands.enable : commands.disable} />
    </span>
  );
}

function EditUserDialog({ user, update }: { user: UserRow; update: Action<unknown> }) {
  return (
    <CommandDialog
      trigger={
        <Button size="small" aria-label={`Edit ${user.name}`}>
          Edit
        </Button>
      }
      title={`Edit ${user.name}`}
      action={update}
      input={(form) => ({ userId: user.id, version: user.version, ...textsOf(form, ["name", "platformRole"]) })}
      submitLabel="Save"
      done="Account changed"
    >
      {(errorOf) => (
        <>
          <TextField label="Name" name="name" defaultValue={user.name} error={errorOf("name")} />
          <Select
            label="Platform role"
            name="platformRole"
            defaultValue={user.platformRole}
            options={PLATFORM_ROLES}
            error={errorOf("platformRole")}
            hint="Counts from their next request on."
          />
        </>
      )}
    </CommandDialog>
  );
}

function SwitchUserDialog({ user, change }: { user: UserRow; change: Action<unknown> }) {
  const router = useRouter();
  const verb = user.disabled ? "Enable" : "Disable";

  const confirm = async () => {
    const result = await change({ userId: user.id });
    if (!result.ok) return result.failure.detail;

    toast(user.disabled ? "Account enabled" : "Account disabled");
    router.refresh();
    return undefined;
  };

  return (
    <ConfirmDialog
      trigger={
        <Button size="small" aria-label={`${verb} ${user.name}`}>
          {verb}
        </Button>
      }
      title={`${verb} ${user.name}?`}
      description={
        user.disabled
          ? "They may sign in again; their tokens work again unless they ended."
          : "Their sessions end at once and their tokens stop working. What they did stays on record."
      }
      tone={user.disabled ? "primary" : "danger"}
      confirmLabel={`${verb} account`}
      onConfirm={confirm}
    />
  );
}
