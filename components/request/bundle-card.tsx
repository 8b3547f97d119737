import type { RequestView } from "#lib/contract/requests";
import type { RequestState } from "#lib/domain/request";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { requestStatus } from "./request-status.ts";
import { RequestTitle } from "./request-title.tsx";

type BundleCardProps = { request: Pick<RequestView, "bundle" | "dependsOn"> };

/** What was asked together with this request, and what it waits for; each is decided for itself. */
export function BundleCard({ request: { bundle, dependsOn } }: BundleCardProps) {
  if (bundle.length === 0 && !dependsOn) return null;

  return (
    <Card>
      <CardHeader title="Asked together" aside={bundle.length > 0 && `${bundle.length} more`} />
      {dependsOn && (
        <CardSection className="flex flex-wrap items-center gap-2">
          <WaitsFor dependsOn={dependsOn} />
        </CardSection>
      )}
      {bundle.length > 0 && (
        <ul className="border-t border-line">
          {bundle.map((mate) => (
            <li key={mate.id} className="border-t border-line px-3.5 py-2.5 first:border-t-0">
              <TextLink plain href={`/requests/${mate.id}`}>
                <RequestTitle request={mate} />
              </TextLink>{" "}
              <span className="text-ink-3">#{mate.id}</span>
              <div className="mt-1">
                <StateChip state={mate.state} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function WaitsFor({ dependsOn: { id, state } }: { dependsOn: NonNullable<RequestView["dependsOn"]> }) {
  const over = state === "applied" || state === "approved";
  return (
    <>
      <Chip tone={over ? "ok" : "wait"}>{over ? "Went first" : "Waits"}</Chip>
      <span>
        {over ? "Came after" : "Can be decided after"} <TextLink href={`/requests/${id}`}>request {id}</TextLink>
      </span>
    </>
  );
}

/** Of a request in a list of names: whether it was applied is its own page's to say, unless it was. */
function StateChip({ state }: { state: RequestState }) {
  if (state === "approved") return <Chip tone="wait">Approved, not applied yet</Chip>;
  const progress = { step: null, since: null, message: "", verifiedAt: null };
  const { tone, word } = requestStatus({ state, progress });
  return <Chip tone={tone}>{word}</Chip>;
}
