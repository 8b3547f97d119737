import type { ReactNode } from "react";
import type { PrincipalView } from "#lib/contract/applications";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { DefinitionList } from "../ui/definition-list.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Since } from "../ui/since.tsx";
import { Tag } from "../ui/tag.tsx";
import { bindingCounts } from "./binding-text.ts";
import { credentialCondition, principalCondition } from "./principal-condition.ts";
import { quotaLimits } from "./quota-texts.ts";

type PrincipalCardProps = {
  principal: PrincipalView;
  /** The buttons, or who could press them. */
  actions: ReactNode;
};

/** One identity of an application on one cluster, and how it stands there. */
export function PrincipalCard({ principal, actions }: PrincipalCardProps) {
  const { name, clusterName, tier, message, stateSince, endedAt } = principal;
  const { tone, word } = principalCondition(principal);

  return (
    <Card tone={tone === "bad" || tone === "warn" ? tone : "off"} className={endedAt === null ? "" : "bg-sunken"}>
      <CardHeader
        title={<span className="font-mono text-[0.93em] wrap-anywhere">{name}</span>}
        status={
          <>
            <CopyButton value={name} label={`Copy ${name}`} />
            <Chip tone={tone}>{word}</Chip>
          </>
        }
        aside={
          <span className="flex flex-wrap gap-1">
            <Tag>{clusterName}</Tag> <Tag>{tier}</Tag>
          </span>
        }
      />
      <CardSection className="grid gap-3">
        {message && (
          <p className="wrap-anywhere">
            {message}
            {stateSince && (
              <span className="text-ink-3">
                {" "}
                (<Since at={stateSince} />)
              </span>
            )}
          </p>
        )}
        <PrincipalFacts principal={principal} />
      </CardSection>
      {actions && <CardSection className="flex flex-wrap items-start gap-2">{actions}</CardSection>}
    </Card>
  );
}

const KINDS = { scram: "SCRAM user that Headgate makes", external: "External: it exists elsewhere" };

function PrincipalFacts({ principal }: { principal: PrincipalView }) {
  const { kind, verifiedAt, endsAt, endedAt, endReason, bindings, quota } = principal;
  const acls = bindingCounts(bindings);
  const ends = endsAt !== null && endedAt === null ? [{ term: "Ends", value: <RelativeTime at={endsAt} /> }] : [];
  const ended = endedAt === null ? [] : [{ term: "Ended", value: <Ended at={endedAt} reason={endReason} /> }];

  return (
    <DefinitionList
      items={[
        { term: "Kind", value: KINDS[kind] },
        { term: "Credential", value: <Credential principal={principal} /> },
        { term: "Access", value: acls.awry ? `${acls.total}; ${acls.awry}` : acls.total },
        { term: "Quota", value: <Quota quota={quota} /> },
        { term: "Seen as wanted", value: <RelativeTime at={verifiedAt} never="not yet" /> },
        ...ends,
        ...ended,
      ]}
    />
  );
}

function Credential({ principal: { credential, credentialAt } }: { principal: PrincipalView }) {
  const { tone, word } = credentialCondition(credential);
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Chip tone={tone}>{word}</Chip>
      {credentialAt && (
        <span className="text-ink-3">
          {credential === "confirmed" ? "confirmed" : "made"} <RelativeTime at={credentialAt} />
        </span>
      )}
    </span>
  );
}

function Quota({ quota }: Pick<PrincipalView, "quota">) {
  const limits = quotaLimits(quota);
  if (limits.length === 0) return <span className="text-ink-3">not limited</span>;
  return (
    <ul className="grid gap-0.5">
      {limits.map(({ term, value }) => (
        <li key={term}>
          {term} {value}
        </li>
      ))}
    </ul>
  );
}

function Ended({ at, reason }: { at: string; reason: string | null }) {
  return (
    <>
      <RelativeTime at={at} />
      {reason && <span className="text-ink-2"> “{reason}”</span>}
    </>
  );
}
