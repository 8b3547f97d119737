import type { AccessRequestDetail } from "#lib/contract/access";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { type Definition, DefinitionList } from "../ui/definition-list.tsx";
import { formatDate } from "../ui/format-relative.ts";
import { TextLink } from "../ui/text-link.tsx";
import { agreementRows, hostText } from "./grant-words.ts";
import { ResourcePattern } from "./resource-pattern.tsx";

/** What a request for access asks: who, for what, with which group, until when, and what both sides promise. */
export function AccessRequestCard({ access }: { access: AccessRequestDetail }) {
  const promises = agreementRows(access.agreement);

  return (
    <Card>
      <CardHeader
        title="Access"
        status={access.classification && <ClassificationChip value={access.classification} />}
      />
      <CardSection>
        <DefinitionList items={[...whoAndWhat(access), ...ends(access)]} />
      </CardSection>
      <CardHeader title="Agreement" />
      <CardSection>
        {promises.length > 0 ? (
          <DefinitionList items={promises} />
        ) : (
          <p className="text-ink-2">Neither side promises anything beside the access itself.</p>
        )}
      </CardSection>
    </Card>
  );
}

function ClassificationChip({ value }: { value: NonNullable<AccessRequestDetail["classification"]> }) {
  const guarded = value === "confidential" || value === "restricted";
  return <Chip tone={guarded ? "warn" : "off"}>{value} data</Chip>;
}

function whoAndWhat({ application, terms, purpose }: AccessRequestDetail): Definition[] {
  const who: Definition = {
    term: "Application",
    value: (
      <>
        {application.visible ? (
          <TextLink href={`/applications/${application.slug}`}>{application.slug}</TextLink>
        ) : (
          application.slug
        )}{" "}
        <span className="text-ink-3">of</span>{" "}
        <TextLink href={`/teams/${application.team.slug}`}>{application.team.slug}</TextLink>
      </>
    ),
  };
  const why: Definition = { term: "Purpose", value: <q>{purpose}</q> };
  if (!terms) return [who, why];

  const { operation, resourceName, patternType, consumerGroup, transactionalId, host } = terms;
  const what: (Definition | null)[] = [
    {
      term: operation === "consume" ? "Consumes" : "Produces",
      value: <ResourcePattern name={resourceName} patternType={patternType} />,
    },
    consumerGroup && { term: "Consumer group", value: <ResourcePattern {...consumerGroup} /> },
    transactionalId && { term: "Transactional id", value: <ResourcePattern {...transactionalId} /> },
    { term: "From", value: hostText({ host }) },
  ];
  return [who, ...what.filter((item) => item !== null), why];
}

function ends({ expiresAt, currentExpiresAt }: AccessRequestDetail): Definition[] {
  const until: Definition = { term: "Until", value: <EndsAt at={expiresAt} /> };
  return currentExpiresAt ? [{ term: "Ends now", value: <EndsAt at={currentExpiresAt} /> }, until] : [until];
}

/** The last second of a day in UTC, as all ends are typed: the day is enough. */
function EndsAt({ at }: { at: string }) {
  return (
    <>
      {formatDate(new Date(at))} <span className="text-ink-3">UTC</span>
    </>
  );
}
