import { Users } from "lucide-react";
import type { UserRow } from "#lib/contract/users";
import { Chip } from "../ui/chip.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Tag } from "../ui/tag.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { UserActions, type UserCommands } from "./user-actions.tsx";

type UserTableProps = {
  users: readonly UserRow[];
  /** Null for people who may look but not change. */
  commands: UserCommands | null;
};

/** Everyone with an account: how they sign in, what they may, where they belong. */
export function UserTable({ users, commands }: UserTableProps) {
  const columns: Column<UserRow>[] = [
    { key: "name", header: "Name", rowHeader: true, cell: (user) => <Name user={user} /> },
    {
      key: "role",
      header: "Platform role",
      cell: (user) => (user.platformRole === "none" ? "–" : <Tag>{user.platformRole}</Tag>),
    },
    { key: "teams", header: "Teams", cell: (user) => <Teams teams={user.teams} /> },
    { key: "signIn", header: "Signs in by", cell: (user) => user.signIn.join(", ") },
    { key: "since", header: "Since", nowrap: true, cell: (user) => <RelativeTime at={user.createdAt} /> },
  ];
  const actions: Column<UserRow>[] = commands
    ? [
        {
          key: "actions",
          header: <span className="sr-only">Actions</span>,
          align: "end",
          cell: (user) => <UserActions user={user} commands={commands} />,
        },
      ]
    : [];

  return (
    <Table
      caption="People"
      columns={[...columns, ...actions]}
      rows={users}
      rowKey={(user) => user.id}
      empty={<EmptyState icon={Users} title="Nobody matches this search" />}
    />
  );
}

function Name({ user }: { user: UserRow }) {
  return (
    <>
      <span className="flex flex-wrap items-center gap-2">
        <span className="font-medium wrap-anywhere">{user.name}</span>
        {user.disabled && <Chip tone="off">Disabled</Chip>}
      </span>
      <span className="block text-xs text-ink-3 wrap-anywhere">{user.email}</span>
    </>
  );
}

function Teams({ teams }: { teams: UserRow["teams"] }) {
  if (teams.length === 0) return "–";

  return teams.map(({ slug, role }, index) => (
    <span key={slug}>
      {index > 0 && ", "}
      <TextLink plain href={`/teams/${slug}`}>
        {slug}
      </TextLink>
      {role === "owner" && " (owner)"}
    </span>
  ));
}
