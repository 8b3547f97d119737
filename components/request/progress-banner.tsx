import type { ReactNode } from "react";
import type { RequestView } from "#lib/contract/requests";
import { Card, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Since } from "../ui/since.tsx";
import { TextLink } from "../ui/text-link.tsx";
import type { Tone } from "../ui/tone.ts";
import { isAboutTopic, objectOf, subjectWords } from "./request-words.ts";

type Said = { tone: Tone; word: string; text: ReactNode };

/** What became of an approved request on its cluster, in a sentence. Nothing while it is undecided. */
export function ProgressBanner({ request }: { request: RequestView }) {
  const { state, progress } = request;
  const object = objectOf(request);
  if (state !== "approved" && state !== "applied") return null;
  const { tone, word, text } = request.transfer ? handedOver(request) : SAYS[progress.step ?? "applying"](request);

  return (
    <div className="mb-5">
      <Card tone={tone}>
        <CardSection className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Chip tone={tone}>{word}</Chip>
          <p className="min-w-0 flex-1 basis-64 wrap-anywhere">{text}</p>
          {object && <TextLink href={object.href}>{object.label}</TextLink>}
        </CardSection>
      </Card>
    </div>
  );
}

/** Nothing of it is on the cluster, so nothing was seen there. */
function handedOver({ cluster, endedAt }: RequestView): Said {
  const text = (
    <>
      It has its new owner
      <SinceWhen at={endedAt} />. Nothing changed on {cluster}.
    </>
  );
  return { tone: "ok", word: "Applied", text };
}

type Step = NonNullable<RequestView["progress"]["step"]>;

const SAYS: { readonly [S in Step]: (request: RequestView) => Said } = {
  applying: ({ kind, cluster, progress }) => ({
    tone: "wait",
    word: "Applying",
    text: `Approved. The worker is bringing ${subjectWords(kind).what} to ${cluster}. ${progress.message}`,
  }),
  waiting: ({ cluster, progress }) => ({
    tone: "warn",
    word: "Waiting",
    text: (
      <>
        Approved, and waiting for {cluster}
        <SinceWhen at={progress.since} />. {progress.message} It is applied by itself once the cluster can be reached.
      </>
    ),
  }),
  blocked: ({ kind, progress }) => ({
    tone: "bad",
    word: "Blocked",
    text: (
      <>
        Approved, but blocked
        <SinceWhen at={progress.since} />: {progress.message} It waits for a person
        {isAboutTopic(kind) ? "; the topic’s page says what can be done" : ""}.
      </>
    ),
  }),
  applied: ({ kind, cluster, progress }) => ({
    tone: "ok",
    word: "Applied",
    text: (
      <>
        {subjectWords(kind).seen} {cluster}
        {kind === "acl.remove" ? "" : " as approved"},{" "}
        <RelativeTime at={progress.verifiedAt} never="at its last check" />.
      </>
    ),
  }),
};

function SinceWhen({ at }: { at: string | null }) {
  if (at === null) return null;
  return (
    <>
      {" "}
      <Since at={at} />
    </>
  );
}
