import type { PrincipalRequestDetail } from "#lib/contract/applications";
import { quotaLimits } from "../application/quota-texts.ts";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { type Definition, DefinitionList } from "../ui/definition-list.tsx";
import { formatInstant } from "../ui/format-relative.ts";
import { TextLink } from "../ui/text-link.tsx";

/** What a request about a principal asks: whose, what it is called, where its credential comes from, what it may use. */
export function PrincipalRequestCard({ principal }: { principal: PrincipalRequestDetail }) {
  return (
    <Card>
      <CardHeader title="Principal" />
      <CardSection>
        <DefinitionList items={rows(principal)} />
      </CardSection>
    </Card>
  );
}

function rows({ application, kind, name, quota, replaces }: PrincipalRequestDetail): Definition[] {
  const items: Definition[] = [
    {
      term: "Application",
      value: (
        <>
          <TextLink href={`/applications/${application.slug}`}>{application.slug}</TextLink>{" "}
          <span className="text-ink-3">of</span> {application.team.slug}
        </>
      ),
    },
    { term: "Name", value: <span className="font-mono text-small">User:{name}</span> },
    { term: "Credential", value: kind === "scram" ? "SCRAM-SHA-512, made by Headgate" : "exists elsewhere (external)" },
    { term: "Quota", value: quotaWords(quota) },
  ];
  if (!replaces) return items;
  const end = replaces.endsAt
    ? `, which ends ${formatInstant(new Date(replaces.endsAt))}`
    : ", which somebody ends later";
  return [...items, { term: "Takes over from", value: `User:${replaces.name}${end}` }];
}

function quotaWords(quota: PrincipalRequestDetail["quota"]): string {
  const limits = quotaLimits(quota).map(({ term, value }) => `${term.toLowerCase()} ${value}`);
  return limits.length > 0 ? `${limits.join(", ")}; on each broker` : "not limited";
}
