"use client";

import type { NotificationSettings } from "#lib/contract/notifications";
import { NOTICE_KINDS } from "#lib/domain/notice";
import { CommandForm } from "../command/command-form.tsx";
import type { Action } from "../command/use-command.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { toast } from "../ui/toast.tsx";
import { KindsField } from "./kinds-field.tsx";

type NotificationsCardProps = { settings: NotificationSettings; save: Action<unknown> };

/** What somebody is told by mail. */
export function NotificationsCard({ settings, save }: NotificationsCardProps) {
  const { address, mail, muted } = settings;

  return (
    <Card>
      <CardHeader title="Notifications" />
      <CardSection className="grid gap-4">
        <p className="text-ink-2">
          {address === null
            ? "Your account has no e-mail address, so nothing is sent to you."
            : `Sent to ${address}, if the platform has set up mail.`}
        </p>
        <CommandForm
          action={save}
          input={(form) => ({
            mail: form.has("mail"),
            muted: NOTICE_KINDS.filter((kind) => !form.getAll("kinds").includes(kind)),
          })}
          submitLabel="Save notifications"
          onDone={() => toast("Notifications saved")}
        >
          {(errorOf) => (
            <>
              <Checkbox name="mail" defaultChecked={mail} label="Tell me by e-mail" />
              <KindsField
                legend="Of what"
                chosen={NOTICE_KINDS.filter((kind) => !muted.includes(kind))}
                error={errorOf("muted")}
              />
            </>
          )}
        </CommandForm>
      </CardSection>
    </Card>
  );
}
