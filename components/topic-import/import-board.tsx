"use client";

import { type ReactNode, useState } from "react";
import type { Allowed } from "#lib/contract/common";
import type { UnmanagedTopic } from "#lib/contract/topic-imports";
import { CardHeader } from "../ui/card.tsx";
import type { ComboboxOption } from "../ui/combobox.tsx";
import { Table } from "../ui/table.tsx";
import { ImportByRuleDialog } from "./import-by-rule-dialog.tsx";
import { importColumns } from "./import-columns.tsx";
import { type ImportAction, ImportDialog } from "./import-dialog.tsx";

type ImportBoardProps = {
  cluster: { slug: string; name: string };
  topics: readonly UnmanagedTopic[];
  teams: readonly ComboboxOption[];
  /** Whether this person may have them taken over; else they are only shown. */
  may: Allowed;
  importTopics: ImportAction;
  empty: ReactNode;
};

/** Topics that nobody manages, one page of them: accept a suggestion, choose another team, or leave a topic as it is. */
export function ImportBoard({ cluster, topics, teams, may, importTopics, empty }: ImportBoardProps) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const choose = (name: string, team: string | null) => {
    const next = new Map(chosen);
    if (team === null) next.delete(name);
    else next.set(name, team);
    setChosen(next);
  };
  const wanted = topics.flatMap(({ name, requestId }) => {
    const team = chosen.get(name);
    return team === undefined || requestId !== null ? [] : [{ name, team }];
  });

  const actions = may.allowed ? (
    <span className="flex flex-wrap items-center gap-2">
      {wanted.length === 0 && <span className="text-small">Choose owners below, or go by a rule.</span>}
      <ImportByRuleDialog cluster={cluster.slug} importTopics={importTopics} />
      <ImportDialog cluster={cluster.slug} topics={wanted} importTopics={importTopics} />
    </span>
  ) : (
    <span className="text-small text-ink-3">{may.needed}</span>
  );
  return (
    <>
      <CardHeader title={`On ${cluster.name}`} aside={topics.length > 0 && actions} />
      <Table
        caption={`Topics on ${cluster.name} that nobody manages`}
        columns={importColumns(cluster.slug, may.allowed ? { teams, chosen, choose } : null)}
        rows={topics}
        rowKey={({ name }) => name}
        empty={empty}
        tall
      />
    </>
  );
}
