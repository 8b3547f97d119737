"use client";

import type { TeamMember, TeamView } from "#lib/contract/teams";
import { Card, CardHeader } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Tag } from "../ui/tag.tsx";
import { AddMemberDialog } from "./add-member-dialog.tsx";
import { MemberActions, type MemberCommands } from "./member-actions.tsx";

/** Who is in the team, and for those who may: adding, changing, removing. */
export function PeopleCard({ team, commands }: { team: TeamView; commands: MemberCommands }) {
  const { allowed, needed } = team.may.manageMembers;
  const columns: Column<TeamMember>[] = [
    { key: "name", header: "Name", rowHeader: true, cell: (member) => <Name member={member} /> },
    { key: "email", header: "E-mail", cell: (member) => member.email ?? <span className="text-ink-3">not shown</span> },
    { key: "role", header: "Role", cell: (member) => <Tag>{member.role}</Tag> },
    {
      key: "source",
      header: "Through",
      cell: (member) => (member.source === "group" ? "a group of the identity provider" : "this page"),
    },
    {
      key: "actions",
      header: <span className="sr-only">Actions</span>,
      align: "end",
      cell: (member) =>
        allowed && member.source === "manual" ? (
          <MemberActions team={team} member={member} commands={commands} />
        ) : null,
    },
  ];
  const empty = (
    <EmptyState title="Nobody is in this team yet">Until it has an owner, a platform admin decides for it.</EmptyState>
  );

  return (
    <Card>
      <CardHeader
        title="People"
        aside={allowed ? <AddMemberDialog team={team} setMember={commands.setMember} /> : `Adding people? ${needed}`}
      />
      <Table
        caption={`People in ${team.name}`}
        columns={columns}
        rows={team.members}
        rowKey={(member) => member.id}
        empty={empty}
      />
    </Card>
  );
}

function Name({ member }: { member: TeamMember }) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="font-medium wrap-anywhere">{member.name}</span>
      {member.disabled && <Chip tone="off">Disabled</Chip>}
    </span>
  );
}
