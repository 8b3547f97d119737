import { Sparkles } from "lucide-react";
import type { Advice } from "#lib/contract/advice";
import { Chip } from "../ui/chip.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";

const KINDS: { readonly [Kind in Advice["kind"]]: string } = {
  unused: "Unused",
  "wider-than-used": "Wider than used",
  shadowed: "Shadowed",
  "names-nothing": "Names nothing",
};

const COLUMNS: Column<Advice>[] = [
  { key: "kind", header: "Why", cell: ({ kind }) => <Chip tone="warn">{KINDS[kind]}</Chip> },
  {
    key: "what",
    header: "Access",
    rowHeader: true,
    cell: ({ title, application }) => (
      <>
        <span className="font-mono text-small wrap-anywhere">{title}</span>
        {application !== null && (
          <TextLink href={`/applications/${application}`} className="block text-xs">
            {application}
          </TextLink>
        )}
      </>
    ),
  },
  { key: "cluster", header: "Cluster", cell: ({ cluster }) => cluster },
  { key: "owner", header: "Given by", cell: ({ owner }) => owner ?? "nobody: it is unmanaged" },
  { key: "text", header: "Advice", cell: ({ text }) => <span className="wrap-anywhere">{text}</span> },
];

/** What could be tightened or taken away, one row each. Nothing happens by itself. */
export function AdviceTable({ advice }: { advice: readonly Advice[] }) {
  const empty = (
    <EmptyState icon={Sparkles} title="Nothing to tighten">
      Every grant that you may see is used, and covers what exists.
    </EmptyState>
  );
  const rowKey = ({ kind, cluster, title }: Advice) => `${kind} ${cluster} ${title}`;
  return <Table caption="Advice on access" columns={COLUMNS} rows={advice} rowKey={rowKey} empty={empty} />;
}
