import { z } from "zod";
import type { Suggestion } from "../ui/autocomplete.tsx";

const Found = z.object({
  items: z.array(z.object({ name: z.string(), team: z.object({ slug: z.string() }).nullable() })),
});

/** How many topics are offered while a name is typed. */
const OFFERED = "8";

/** Topics of the catalogue whose name holds a text, with their owners. `question` is the query of the list of topics. */
export async function findTopics(question: string, signal: AbortSignal): Promise<Suggestion[]> {
  const response = await fetch(`/api/v1/topics?${question}`, { signal });
  const { items } = Found.parse(await response.json());
  return items.map(({ name, team }) => ({ value: name, note: team ? `owned by ${team.slug}` : "owned by nobody" }));
}

/** The query for {@link findTopics}; null while there is nothing to look for. */
export function topicQuestion(cluster: string | null, text: string): string | null {
  if (cluster === null || text.trim().length < 2) return null;
  return new URLSearchParams({ cluster, q: text.trim(), limit: OFFERED }).toString();
}
