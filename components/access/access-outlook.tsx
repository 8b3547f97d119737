"use client";

import type { AccessPreview } from "#lib/contract/access";
import { NotPlanned } from "../plan/not-planned.tsx";
import { PlanView } from "../plan/plan-view.tsx";
import { VerdictChip } from "../plan/verdict.tsx";
import { verdictSummary } from "../plan/verdict-words.ts";
import { WhoDecides } from "../request/who-decides.tsx";
import { LiveRegion } from "../ui/live-region.tsx";
import { violationsInForm } from "./access-problems.ts";
import type { AccessFormState } from "./use-access-form.tsx";

type ItemPreview = AccessPreview["items"][number];

/** What would come of the request as it stands: for each topic its exact ACL lines, the verdict of the rules, and who decides. */
export function AccessOutlook({ state }: { state: AccessFormState }) {
  const { answer, failed } = state.preview;
  const planned = (failed ? [] : (answer?.items ?? [])).map((item, index) => ({ key: `${index} ${item.topic}`, item }));
  const shown = planned.filter(({ item }) => item.plan !== null);

  return (
    <div className="grid gap-5">
      {shown.length === 0 && <NoAclsYet state={state} />}
      {shown.map(({ key, item }) => (
        <ItemOutlook key={key} item={item} alone={planned.length === 1} />
      ))}
      <LiveRegion hidden>{answer && !failed && verdictSummary(violationsInForm(answer)).words}</LiveRegion>
    </div>
  );
}

function NoAclsYet({ state: { preview, unreadable } }: { state: AccessFormState }) {
  const wrong = preview.answer !== null || unreadable.length > 0;
  return (
    <NotPlanned failed={preview.failed}>
      {wrong
        ? "Something cannot be read or granted yet. Once it can, the exact ACLs stand here."
        : "Begin with a topic: the exact ACLs, and who decides, then stand here before you ask."}
    </NotPlanned>
  );
}

function ItemOutlook({ item, alone }: { item: ItemPreview; alone: boolean }) {
  const { plan, topic, violations, risk, owner, requiredApprovals } = item;
  return (
    <div className="grid gap-2.5">
      {plan && (
        <PlanView
          plan={plan}
          title={alone ? "What will happen" : topic}
          status={<VerdictChip violations={violations} />}
        />
      )}
      {risk && (
        <WhoDecides
          risk={risk}
          requiredApprovals={requiredApprovals}
          {...(owner ? { title: `Decided by ${owner.name}` } : {})}
        />
      )}
    </div>
  );
}
