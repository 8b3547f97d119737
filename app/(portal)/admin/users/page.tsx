import type { Metadata } from "next";
import { Card } from "#components/ui/card";
import { CursorPager, currentCursor } from "#components/ui/cursor-pager";
import { FilterBar, SearchFilter } from "#components/ui/filter-bar";
import { PageHeader } from "#components/ui/page-header";
import { CreateUserDialog } from "#components/user/create-user-dialog";
import { UserTable } from "#components/user/user-table";
import { ask } from "#lib/server/ask";
import { getPlatformRights } from "#lib/server/queries/get-platform-rights";
import { listUsers } from "#lib/server/queries/list-users";
import { type SearchParams, singleParams } from "../../single-params.ts";
import { changeUser, letIn, makeUser, shutOut } from "./actions.ts";

export const metadata: Metadata = { title: "Users" };

/** Everyone with an account, for the platform and auditors. */
export default async function UsersPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await singleParams(searchParams, ["q", "cursor"]);
  const [{ items, nextCursor }, { manageUsers }] = await Promise.all([
    ask(listUsers, { q: params.q, cursor: currentCursor(params.cursor) }),
    ask(getPlatformRights, {}),
  ]);
  const commands = { update: changeUser, disable: shutOut, enable: letIn };

  return (
    <>
      <PageHeader
        title="Users"
        description={manageUsers.allowed ? undefined : manageUsers.needed}
        actions={manageUsers.allowed && <CreateUserDialog create={makeUser} />}
      />
      <FilterBar label="Filter people" shown={params.q ? `${items.length}${nextCursor ? "+" : ""} match` : null}>
        <SearchFilter label="Search people" />
      </FilterBar>
      <Card>
        <UserTable users={items} commands={manageUsers.allowed ? commands : null} />
      </Card>
      <CursorPager path="/admin/users" params={params} nextCursor={nextCursor} shown={items.length} />
    </>
  );
}
