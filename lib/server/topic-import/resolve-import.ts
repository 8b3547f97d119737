import type { ImportChoice, ImportConflict } from "#lib/contract/topic-imports";
import type { Connection } from "#lib/db/database";
import { type TopicSight, topicSights, unownedNames } from "#lib/db/stores/unowned-topics";
import { OWNER_CONFIDENCES } from "#lib/domain/owner-candidate";
import { fail, ok, type Result } from "#lib/domain/result";
import { collisionKey } from "#lib/domain/topic-name";
import { importConflict } from "./import-conflict.ts";
import type { SeenTopic } from "./judge-import.ts";
import { suggestOwners } from "./suggest-owners.ts";
import { isSeen } from "./topic-import.ts";

/** What would be taken over, by the slug of the team that is to own it, and what stands in the way. */
type ResolvedImport = {
  byTeam: Map<string, SeenTopic[]>;
  alreadyOwned: number;
  conflicts: ImportConflict[];
};

/**
 * Resolves what somebody chose: topics by name, then those that a rule adds. A topic that is the named team's already is left as it is; one that
 * cannot be taken over is a conflict where it was named, and left out where only the rule meant it.
 */
export async function resolveImport(db: Connection, choice: ImportChoice): Promise<Result<ResolvedImport>> {
  const wanted = new Map(choice.topics.map(({ name, team }) => [name as string, team]));
  if (wanted.size < choice.topics.length) return namedTwice(choice);
  const named = await topicSights(db, choice.cluster, [...wanted.keys()]);
  const isOwned = ({ name, ownedBy }: TopicSight) => ownedBy !== null && ownedBy === wanted.get(name);
  const open = named.filter((sight) => !isOwned(sight));
  const keys = new Map<string, string>();
  const judged = withConflicts(open, choice.cluster, keys);
  const byRule = await ruledTopics(db, choice, wanted);
  const ruled = withConflicts(await topicSights(db, choice.cluster, [...byRule.keys()]), choice.cluster, keys);

  const taken = [...judged.free, ...ruled.free];
  const byTeam = Map.groupBy(taken, ({ name }) => wanted.get(name) ?? byRule.get(name) ?? "");
  return ok({ byTeam, alreadyOwned: named.length - open.length, conflicts: judged.conflicts });
}

/** Topics that the rule means and nobody named, with their likeliest owners. */
async function ruledTopics(db: Connection, { cluster, byRule }: ImportChoice, wanted: ReadonlyMap<string, string>) {
  if (!byRule) return new Map<string, string>();
  const except = new Set<string>(byRule.except);
  const names = (await unownedNames(db, cluster)).filter((name) => !wanted.has(name) && !except.has(name));
  const owners = await suggestOwners(db, cluster, names);
  const least = OWNER_CONFIDENCES.indexOf(byRule.confidence);
  return new Map(
    [...owners].flatMap(([name, [first]]): [string, string][] =>
      first && OWNER_CONFIDENCES.indexOf(first.confidence) <= least ? [[name, first.team]] : [],
    ),
  );
}

/** Tells what is free from what is not; of names that collide with each other, the first is free. `keys` are those met before, by collision key. */
function withConflicts(sights: readonly TopicSight[], cluster: string, keys: Map<string, string>) {
  const free: SeenTopic[] = [];
  const conflicts: ImportConflict[] = [];
  for (const sight of sights) {
    const { name } = sight;
    const other = keys.get(collisionKey(name));
    const collides = other === undefined ? null : `${name} collides with ${other}, which is to be taken over too.`;
    const message = importConflict(sight, cluster, null) ?? collides;
    if (message !== null) conflicts.push({ name, message });
    else if (isSeen(sight)) free.push(sight);
    keys.set(collisionKey(name), name);
  }
  return { free, conflicts };
}

function namedTwice({ topics }: ImportChoice) {
  const seen = new Set<string>();
  const index = topics.findIndex(({ name }) => seen.size === seen.add(name).size);
  const message = `${topics[index]?.name} is named twice`;
  return fail("invalid_input", `topics.${index}.name: ${message}.`, {
    errors: [{ path: `topics.${index}.name`, message }],
  });
}
