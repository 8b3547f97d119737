import { TopicExports } from "#components/schema/topic-exports";
import { TopicSchemasView } from "#components/schema/topic-schemas-view";
import { AnnounceEndingDialog } from "#components/topic/announce-ending-dialog";
import { Card, CardHeader, CardSection } from "#components/ui/card";
import type { TopicView } from "#lib/contract/topics";
import { ask, tryAsk } from "#lib/server/ask";
import { getSubject } from "#lib/server/queries/get-subject";
import { getTopicSchemas } from "#lib/server/queries/get-topic-schemas";
import { announceTopicEnding } from "./actions.ts";

/** Subjects whose fields are shown with them; a topic with several kinds of records may have many. */
const WITH_FIELDS = 4;

/** What the topic's records look like, what can be downloaded of it, and the way to announce its end. */
export async function SchemaTab({ topic }: { topic: TopicView }) {
  const { cluster, name } = topic;
  const { subjects, ...schemas } = await ask(getTopicSchemas, { cluster, name });
  const shown = await Promise.all(
    subjects.map(async (subject, index) => ({
      ...subject,
      fields: index < WITH_FIELDS ? await fieldsOf(cluster, subject.subject) : null,
    })),
  );
  return (
    <TopicSchemasView
      cluster={cluster}
      topic={name}
      schemas={schemas}
      subjects={shown}
      aside={<Aside topic={topic} />}
    />
  );
}

/** Beside the schemas: what can be downloaded of a topic that somebody owns, and its end. */
function Aside({ topic }: { topic: TopicView }) {
  return (
    <>
      {topic.desired && <TopicExports cluster={topic.cluster} topic={topic.name} />}
      <Ending topic={topic} />
    </>
  );
}

/** The way to announce an end, for who may; an announced one stands above all tabs. */
function Ending({ topic }: { topic: TopicView }) {
  if (topic.ending || !topic.may.announce.allowed) return null;
  return (
    <Card>
      <CardHeader title="Its end" />
      <CardSection className="grid justify-items-start gap-3">
        <p className="text-ink-2">
          A change that readers cannot follow goes to a new topic. Announce until when this one is written, and what
          takes its place.
        </p>
        <AnnounceEndingDialog topic={topic} announce={announceTopicEnding} />
      </CardSection>
    </Card>
  );
}

async function fieldsOf(cluster: string, subject: string) {
  const found = await tryAsk(getSubject, { cluster, subject });
  return found.ok ? (found.value.shown?.fields ?? null) : null;
}
