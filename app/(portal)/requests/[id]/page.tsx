import type { Metadata } from "next";
import { AccessNeighbours } from "#components/access/access-neighbours";
import { AccessRequestCard } from "#components/access/access-request-card";
import { PrincipalRequestCard } from "#components/access/principal-request-card";
import { AuditTable } from "#components/audit/audit-table";
import { OffsetResetCard } from "#components/offsets/offset-reset-card";
import { TransferCard } from "#components/ownership/transfer-card";
import { PlanView } from "#components/plan/plan-view";
import { Verdict, VerdictChip } from "#components/plan/verdict";
import { BundleCard } from "#components/request/bundle-card";
import { CommentsCard } from "#components/request/comments-card";
import { DecideCard } from "#components/request/decide-card";
import { FollowProgress } from "#components/request/follow-progress";
import { ProgressBanner } from "#components/request/progress-banner";
import { RequestHeader } from "#components/request/request-header";
import { RequestTimeline } from "#components/request/request-timeline";
import { SchemaRequestCard } from "#components/schema/schema-request-card";
import { ImportRequestCard } from "#components/topic-import/import-request-card";
import { Card, CardHeader, CardSection } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { TabLinks } from "#components/ui/tab-links";
import type { AuditRow } from "#lib/contract/platform";
import type { RequestView } from "#lib/contract/requests";
import { ask } from "#lib/server/ask";
import { getHistory } from "#lib/server/queries/get-history";
import { getRequest } from "#lib/server/queries/get-request";
import { listClusters } from "#lib/server/queries/list-clusters";
import { inShort } from "../../../../components/topic-import/in-short.ts";
import { navigation } from "../../navigation.ts";
import { type SearchParams, singleParams } from "../../single-params.ts";
import { approve, comment, copy, reject, retry, takeBack, withdraw } from "./actions.ts";

type PageProps = { params: Promise<{ id: string }>; searchParams: SearchParams };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Request ${(await params).id}` };
}

/** One request: plan, verdict, decision, timeline, comments, history. */
export default async function RequestPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const { tab } = await singleParams(searchParams, ["tab"]);
  const whole = await ask(getRequest, { requestId: id });
  const request = inShort(whole);
  const [history, clusters, { person }] = await Promise.all([
    ask(getHistory, { kind: "request", id }),
    ask(listClusters, {}),
    navigation(),
  ]);
  const copyTargets = clusters.items.filter(({ slug, detachedAt }) => slug !== request.cluster && detachedAt === null);

  return (
    <>
      <FollowProgress request={request} />
      <RequestHeader request={request} copyTargets={copyTargets} actions={{ withdraw, copy, takeBack }} />
      <ProgressBanner request={request} />
      <TabLinks
        label="Request"
        tabs={[
          { href: `/requests/${id}`, label: "Plan", current: tab !== "history" },
          {
            href: `/requests/${id}?tab=history`,
            label: "History",
            current: tab === "history",
            note: history.items.length,
          },
        ]}
      />
      {tab === "history" ? (
        <History rows={history.items} />
      ) : (
        <Details whole={whole} history={history.items} personId={person.id} />
      )}
    </>
  );
}

function Details({ whole, history, personId }: { whole: RequestView; history: AuditRow[]; personId: string }) {
  const request = inShort(whole);
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_25rem] lg:grid-rows-[auto_1fr]">
      <div className="grid min-w-0 gap-5">
        {request.access && <AccessRequestCard access={request.access} />}
        {request.principal && <PrincipalRequestCard principal={request.principal} />}
        {request.schema && (
          <SchemaRequestCard
            schema={request.schema}
            cluster={request.cluster}
            subject={request.name}
            open={request.state === "submitted"}
          />
        )}
        {request.transfer && <TransferCard request={request} transfer={request.transfer} />}
        {request.offsetReset && (
          <OffsetResetCard
            reset={request.offsetReset}
            cluster={request.cluster}
            requestId={request.id}
            {...(request.may.retry.allowed ? { retry } : {})}
          />
        )}
        {request.topicImport ? (
          <ImportRequestCard request={request} topicImport={request.topicImport} />
        ) : (
          <PlanView plan={request.plan} />
        )}
        {request.violations.length > 0 && (
          <Card>
            <CardHeader title="Rules" status={<VerdictChip violations={request.violations} />} />
            <CardSection>
              <Verdict violations={request.violations} />
            </CardSection>
          </Card>
        )}
        {request.access && <AccessNeighbours access={request.access} />}
      </div>
      <div className="grid min-w-0 gap-5 lg:row-span-2">
        <DecideCard request={whole} personId={personId} actions={{ approve, reject }} />
        <BundleCard request={request} />
        <RequestTimeline request={request} history={history} />
      </div>
      <CommentsCard request={request} comment={comment} />
    </div>
  );
}

function History({ rows }: { rows: AuditRow[] }) {
  return (
    <Card>
      <AuditTable
        caption="History of this request"
        rows={rows}
        empty={<EmptyState title="Nothing recorded">The audit trail holds nothing about this request.</EmptyState>}
      />
    </Card>
  );
}
