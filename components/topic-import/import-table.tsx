"use client";

import type { TopicImportRow } from "#lib/contract/topic-imports";
import { Card, CardHeader } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { usePageRefresh } from "../ui/use-page-refresh.tsx";
import { ImportProgressBar } from "./import-progress.tsx";
import { importStatus } from "./import-words.ts";

const columns: readonly Column<TopicImportRow>[] = [
  {
    key: "request",
    header: "Request",
    rowHeader: true,
    cell: ({ id, name, team }) => (
      <>
        <TextLink href={`/requests/${id}`} plain>
          {name}
        </TextLink>
        <div className="text-small text-ink-3">for {team.name}</div>
      </>
    ),
  },
  { key: "asked", header: "Requested", nowrap: true, cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
  {
    key: "progress",
    header: "Progress",
    cell: ({ state, progress }) => {
      const { tone, words } = importStatus(state, progress);
      return (
        <div className="grid min-w-48 justify-items-start gap-1">
          <Chip tone={tone}>{words}</Chip>
          {state === "approved" && <ImportProgressBar progress={progress} />}
        </div>
      );
    },
  },
];

/** Requests to take topics over, and how far each is. Read again by itself while one is under way. */
export function ImportTable({ title, imports }: { title: string; imports: readonly TopicImportRow[] }) {
  usePageRefresh(imports.some(({ state }) => state === "approved"));
  if (imports.length === 0) return null;

  return (
    <div className="my-5">
      <Card>
        <CardHeader title={title} />
        <Table
          caption={`${title}: requests to take topics over`}
          columns={columns}
          rows={imports}
          rowKey={({ id }) => String(id)}
        />
      </Card>
    </div>
  );
}
