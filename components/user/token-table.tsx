"use client";

import { KeyRound } from "lucide-react";
import { useRouter } from "next/navigation";
import type { TokenRow } from "#lib/contract/users";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { toast } from "../ui/toast.tsx";
import { tokenState } from "./token-state.ts";

type TokenTableProps = {
  tokens: readonly TokenRow[];
  /** The server's clock, milliseconds since 1970. */
  now: number;
  revoke: Action<unknown>;
};

/** Somebody's tokens: what each may do, when it was last used, and the way to end it. */
export function TokenTable({ tokens, now, revoke }: TokenTableProps) {
  const columns: Column<TokenRow>[] = [
    {
      key: "name",
      header: "Name",
      rowHeader: true,
      cell: (token) => <span className="font-medium">{token.name}</span>,
    },
    {
      key: "state",
      header: "State",
      cell: (token) => {
        const { tone, word } = tokenState(token, now);
        return <Chip tone={tone}>{word}</Chip>;
      },
    },
    { key: "permissions", header: "May", mono: true, cell: (token) => token.permissions.join(", ") },
    { key: "lastUsed", header: "Last used", nowrap: true, cell: (token) => <RelativeTime at={token.lastUsedAt} /> },
    { key: "expires", header: "Ends", nowrap: true, cell: (token) => <RelativeTime at={token.expiresAt} /> },
    {
      key: "revoke",
      header: <span className="sr-only">Actions</span>,
      align: "end",
      cell: (token) => (tokenState(token, now).tone === "ok" ? <RevokeDialog token={token} revoke={revoke} /> : null),
    },
  ];

  const empty = (
    <EmptyState icon={KeyRound} title="No tokens yet">
      A token lets a program use the API in your name, with at most the permissions you choose.
    </EmptyState>
  );
  return <Table caption="API tokens" columns={columns} rows={tokens} rowKey={(token) => token.id} empty={empty} />;
}

function RevokeDialog({ token, revoke }: { token: TokenRow; revoke: Action<unknown> }) {
  const router = useRouter();

  const confirm = async () => {
    const result = await revoke({ tokenId: token.id });
    if (!result.ok) return result.failure.detail;

    toast("Token revoked");
    router.refresh();
    return undefined;
  };

  return (
    <ConfirmDialog
      trigger={
        <Button size="small" aria-label={`Revoke ${token.name}`}>
          Revoke
        </Button>
      }
      title={`Revoke ${token.name}?`}
      description="Whatever uses it is refused from its next request on. This cannot be taken back."
      confirmLabel="Revoke token"
      onConfirm={confirm}
    />
  );
}
