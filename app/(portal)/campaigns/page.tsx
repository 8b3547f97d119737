import type { Metadata } from "next";
import { CampaignTable } from "#components/campaign/campaign-table";
import { CreateCampaignDialog } from "#components/campaign/create-campaign-dialog";
import { Card } from "#components/ui/card";
import { CursorPager, currentCursor } from "#components/ui/cursor-pager";
import { PageHeader } from "#components/ui/page-header";
import { ask } from "#lib/server/ask";
import { getSettings } from "#lib/server/queries/get-settings";
import { listCampaigns } from "#lib/server/queries/list-campaigns";
import { type SearchParams, singleParams } from "../single-params.ts";
import { openCampaign } from "./actions.ts";

export const metadata: Metadata = { title: "Recertifications" };

/** Recertifications that this person takes part in. */
export default async function CampaignsPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await singleParams(searchParams, ["cursor"]);
  const [{ items, nextCursor }, { teams, platformRole }] = await Promise.all([
    ask(listCampaigns, { cursor: currentCursor(params.cursor) }),
    ask(getSettings, {}),
  ]);
  const owned = teams.filter(({ role }) => role === "owner").map(({ slug }) => slug);
  const everybody = platformRole === "admin";
  const mayOpen = everybody || owned.length > 0;

  return (
    <>
      <PageHeader
        title="Recertifications"
        description="Is this access still needed? Owners answer grant by grant; silence until the date ends it."
        actions={mayOpen && <CreateCampaignDialog teams={owned} everybody={everybody} create={openCampaign} />}
      />
      <Card>
        <CampaignTable campaigns={items} />
      </Card>
      <CursorPager path="/campaigns" params={params} nextCursor={nextCursor} shown={items.length} />
    </>
  );
}
