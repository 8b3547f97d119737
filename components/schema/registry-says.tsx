import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { LiveRegion } from "../ui/live-region.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Said, saidInWords } from "./said-by-registry.ts";

type RegistrySaysProps = {
  said: Said;
  /** Our own comparison's reasons, for a registry that gives none. */
  explanation: readonly string[];
  /** Said while the registry was not asked; left out where it is asked by itself in a moment. */
  unasked?: string;
};

/** The registry's own judgement, in its own words; where it has none, ours, and it is said whose they are. Nothing of a first version. */
export function RegistrySays({ said, explanation, unasked }: RegistrySaysProps) {
  const shown = said.state !== "first" && (said.state !== "unasked" || unasked !== undefined);

  return (
    <>
      {shown && (
        <Card tone={said.state === "judged" && !said.compatible ? "bad" : "off"}>
          <CardHeader title="The registry says" status={<SaidChip said={said} />} />
          <CardSection className="text-ink-2">
            {said.state === "unasked" ? <p>{unasked}</p> : <Words said={said} explanation={explanation} />}
          </CardSection>
        </Card>
      )}
      <LiveRegion hidden>{saidInWords(said)}</LiveRegion>
    </>
  );
}

function SaidChip({ said }: { said: Said }) {
  if (said.state === "asking") return <Chip tone="wait">asking…</Chip>;
  if (said.state === "silent") return <Chip tone="warn">does not answer</Chip>;
  if (said.state !== "judged") return null;
  return said.compatible ? <Chip tone="ok">compatible</Chip> : <Chip tone="bad">incompatible</Chip>;
}

function Words({ said, explanation }: RegistrySaysProps) {
  if (said.state === "asking") return <p>Its own answer stands here within a second.</p>;
  if (said.state === "silent")
    return (
      <p>
        {said.why} You can submit all the same: it is asked again before anything is registered, and nothing
        incompatible is registered unasked.
      </p>
    );
  if (said.state !== "judged") return null;
  const { compatible, level, messages, at } = said;

  return (
    <>
      <p>
        {compatible ? "Compatible" : "Incompatible"} under <span className="font-mono text-small">{level}</span>
        {at && (
          <>
            , asked <RelativeTime at={at} />
          </>
        )}
        .
      </p>
      {!compatible && <Why messages={messages} explanation={explanation} />}
    </>
  );
}

function Why({ messages, explanation }: { messages: readonly string[]; explanation: readonly string[] }) {
  if (messages.length > 0) return <Reasons reasons={messages} mono />;
  if (explanation.length === 0) return <p className="mt-1.5">It gives no reason.</p>;
  return <Reasons lead="It gives no reason. By our own comparison of the two versions:" reasons={explanation} />;
}

type ReasonsProps = {
  /** Whose reasons these are, where they are not the registry's. */
  lead?: string;
  reasons: readonly string[];
  mono?: boolean;
};

function Reasons({ lead, reasons, mono = false }: ReasonsProps) {
  if (reasons.length === 0) return null;
  return (
    <>
      {lead && <p className="mt-1.5">{lead}</p>}
      <ul className="mt-1.5 grid gap-1 text-small">
        {reasons.map((reason) => (
          <li key={reason} className={mono ? "font-mono wrap-anywhere" : "wrap-anywhere"}>
            {reason}
          </li>
        ))}
      </ul>
    </>
  );
}
