import { EyeOff } from "lucide-react";
import { isSensitive, type SchemaField } from "#lib/domain/schema";
import { Chip } from "../ui/chip.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Tag } from "../ui/tag.tsx";

const none = <span className="text-ink-3">–</span>;

const columns: Column<SchemaField>[] = [
  {
    key: "path",
    header: "Field",
    rowHeader: true,
    mono: true,
    cell: (field) => (
      <>
        <span className="wrap-anywhere">{field.path}</span>
        <FieldTags field={field} />
      </>
    ),
  },
  {
    key: "type",
    header: "Type",
    mono: true,
    cell: ({ type }) => <span className="block min-w-28 wrap-break-word">{type}</span>,
  },
  {
    key: "required",
    header: "Required",
    nowrap: true,
    cell: ({ required }) => (required ? "required" : <span className="text-ink-3">optional</span>),
  },
  {
    key: "default",
    header: "Default",
    mono: true,
    cell: (field) =>
      field.default === null ? none : <span className="block min-w-16 wrap-anywhere">{field.default}</span>,
  },
  {
    key: "doc",
    header: "Documentation",
    cell: ({ doc }) => (doc === "" ? none : <p className="min-w-48 max-w-prose whitespace-pre-line">{doc}</p>),
  },
];

type SchemaFieldTableProps = { caption: string; fields: readonly SchemaField[] };

/** The fields of one version as people read them, in the schema's order. */
export function SchemaFieldTable({ caption, fields }: SchemaFieldTableProps) {
  const empty = (
    <EmptyState title="No fields">This schema describes a single value, or could not be understood.</EmptyState>
  );
  return <Table caption={caption} columns={columns} rows={fields} rowKey={({ path }) => path} empty={empty} />;
}

/** Sensitive ones are marked in word and icon: their values are taken out of samples. */
function FieldTags({ field }: { field: SchemaField }) {
  if (field.tags.length === 0) return null;
  return (
    <span className="mt-1 flex flex-wrap items-center gap-1 font-sans">
      {isSensitive(field) && (
        <Chip tone="warn" icon={EyeOff}>
          sensitive
        </Chip>
      )}
      {field.tags.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
    </span>
  );
}
