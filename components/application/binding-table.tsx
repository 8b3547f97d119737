import type { BindingView, PrincipalView } from "#lib/contract/applications";
import { Card, CardHeader } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Tag } from "../ui/tag.tsx";
import { bindingText } from "./binding-text.ts";
import { bindingCondition } from "./principal-condition.ts";

const COLUMNS: Column<BindingView>[] = [
  {
    key: "resource",
    header: "Resource",
    rowHeader: true,
    cell: ({ resourceType, resourceName, patternType }) => (
      <span className="wrap-anywhere">
        <span className="text-ink-3">{resourceType}</span> {resourceName}{" "}
        {patternType === "PREFIXED" && <Tag>PREFIXED</Tag>}
      </span>
    ),
    mono: true,
  },
  {
    key: "operation",
    header: "Operation",
    mono: true,
    nowrap: true,
    cell: ({ operation, permissionType }) => (permissionType === "DENY" ? `DENY ${operation}` : operation),
  },
  { key: "host", header: "From", nowrap: true, cell: ({ host }) => (host === "*" ? "anywhere" : host) },
  { key: "state", header: "State", cell: (binding) => <BindingState binding={binding} /> },
];

/** The ACL lines of one principal: what its grants need, and what else was seen on the cluster. */
export function BindingTable({ principal }: { principal: Pick<PrincipalView, "name" | "cluster" | "bindings"> }) {
  const { name, cluster, bindings } = principal;

  return (
    <Card>
      <CardHeader
        title={
          <>
            ACLs of <span className="font-mono text-[0.93em] wrap-anywhere">User:{name}</span>
          </>
        }
        aside={<Tag>{cluster}</Tag>}
      />
      <Table
        caption={`ACLs of ${name} on ${cluster}`}
        columns={COLUMNS}
        rows={bindings}
        rowKey={bindingText}
        empty={
          <EmptyState title="No ACLs">
            Nothing was granted yet, so Kafka refuses whatever a client of this principal asks for.
          </EmptyState>
        }
      />
    </Card>
  );
}

function BindingState({ binding: { state, message } }: { binding: BindingView }) {
  const { tone, word } = bindingCondition(state);
  return (
    <>
      <Chip tone={tone}>{word}</Chip>
      {message && <span className="mt-0.5 block text-xs text-ink-2 wrap-anywhere">{message}</span>}
    </>
  );
}
