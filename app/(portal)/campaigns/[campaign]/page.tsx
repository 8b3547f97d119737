import type { Metadata } from "next";
import { CampaignItems } from "#components/campaign/campaign-items";
import { CampaignChip } from "#components/campaign/campaign-table";
import { Card } from "#components/ui/card";
import { DefinitionList } from "#components/ui/definition-list";
import { PageHeader } from "#components/ui/page-header";
import { RelativeTime } from "#components/ui/relative-time";
import { ask } from "#lib/server/ask";
import { getCampaign } from "#lib/server/queries/get-campaign";
import { answerCampaign } from "../actions.ts";

export const metadata: Metadata = { title: "Recertification" };

/** One recertification: why it is asked, until when, and each grant with its answer. */
export default async function CampaignPage({ params }: { params: Promise<{ campaign: string }> }) {
  const { campaign: campaignId } = await params;
  const campaign = await ask(getCampaign, { campaignId });

  return (
    <>
      <PageHeader title={campaign.title} status={<CampaignChip campaign={campaign} />} description={campaign.reason} />
      <DefinitionList
        items={[
          { term: "Grants of", value: campaign.team?.name ?? "everybody" },
          {
            term: "Opened",
            value: (
              <>
                {campaign.createdBy.name}, <RelativeTime at={campaign.createdAt} />
              </>
            ),
          },
          { term: "Answers until", value: <RelativeTime at={campaign.dueAt} /> },
          {
            term: "Answered",
            value: `${campaign.total - campaign.undecided} of ${campaign.total}: ${campaign.kept} kept, ${campaign.ended} ended`,
          },
        ]}
      />
      <Card>
        <CampaignItems campaign={campaign} decide={answerCampaign} />
      </Card>
    </>
  );
}
