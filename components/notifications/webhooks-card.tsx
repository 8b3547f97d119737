"use client";

import { Webhook } from "lucide-react";
import { useRouter } from "next/navigation";
import type { z } from "zod";
import type { WebhookCreated, WebhookRow } from "#lib/contract/notifications";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardHeader } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { toast } from "../ui/toast.tsx";
import { CreateWebhookDialog } from "./create-webhook-dialog.tsx";
import { NOTICE_WORDS } from "./notice-words.ts";
import { webhookState } from "./webhook-state.ts";

export type WebhookCommands = { create: Action<z.infer<typeof WebhookCreated>>; remove: Action<unknown> };

type WebhooksCardProps = {
  title: string;
  webhooks: readonly WebhookRow[];
  /** Whose a new one will be; absent: the platform's. */
  team?: string;
  commands: WebhookCommands;
};

/** Webhooks, how their deliveries go, and the ways to make and end one. */
export function WebhooksCard({ title, webhooks, team, commands }: WebhooksCardProps) {
  const columns: Column<WebhookRow>[] = [
    {
      key: "url",
      header: "Address",
      rowHeader: true,
      mono: true,
      cell: ({ url }) => <span className="wrap-anywhere">{url}</span>,
    },
    { key: "kinds", header: "When", cell: ({ kinds }) => kinds.map((kind) => NOTICE_WORDS[kind]).join(", ") },
    { key: "state", header: "Last delivery", cell: (webhook) => <LastDelivery webhook={webhook} /> },
    { key: "sent", header: "Last sent", nowrap: true, cell: ({ lastSentAt }) => <RelativeTime at={lastSentAt} /> },
    {
      key: "delete",
      header: <span className="sr-only">Actions</span>,
      align: "end",
      cell: (webhook) => <DeleteWebhookDialog webhook={webhook} remove={commands.remove} />,
    },
  ];
  const empty = (
    <EmptyState icon={Webhook} title="No webhooks yet">
      A webhook tells a program of yours what people are told by mail.
    </EmptyState>
  );

  return (
    <Card>
      <CardHeader title={title} aside={<CreateWebhookDialog team={team} create={commands.create} />} />
      <Table caption={title} columns={columns} rows={webhooks} rowKey={({ id }) => id} empty={empty} />
    </Card>
  );
}

function LastDelivery({ webhook }: { webhook: WebhookRow }) {
  const { tone, word } = webhookState(webhook);

  return (
    <>
      <Chip tone={tone}>{word}</Chip>
      {webhook.lastError !== "" && <span className="block text-small text-ink-2">{webhook.lastError}</span>}
    </>
  );
}

function DeleteWebhookDialog({ webhook, remove }: { webhook: WebhookRow; remove: Action<unknown> }) {
  const router = useRouter();

  const confirm = async () => {
    const result = await remove({ webhookId: webhook.id });
    if (!result.ok) return result.failure.detail;

    toast("Webhook deleted");
    router.refresh();
    return undefined;
  };

  return (
    <ConfirmDialog
      trigger={
        <Button size="small" aria-label={`Delete webhook ${webhook.url}`}>
          Delete
        </Button>
      }
      title="Delete this webhook?"
      description={`Nothing more is sent to ${webhook.url}, not even what waits. Its secret is gone.`}
      confirmLabel="Delete webhook"
      onConfirm={confirm}
    />
  );
}
