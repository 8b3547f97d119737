import type { Connection } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import { findObservedSubject, loadReferences, type ObservedSubject } from "#lib/db/stores/observed-subjects";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import {
  changeSubject,
  desiredVersions,
  desireSubject,
  desireVersions,
  findSubject,
  insertVersions,
  lockSubject,
} from "#lib/db/stores/subjects";
import type { CompatibilityLevel } from "#lib/domain/compatibility";
import { type FieldError, fail } from "#lib/domain/result";
import { parseSchema } from "#lib/schema/parse-schema";
import type { ParsedSchema } from "#lib/schema/parsed-schema";
import { unknownCluster } from "../requests/refusals.ts";
import type { JudgedAgain, Judgement, KindOfRequest } from "../requests/request-kind.ts";
import { judgeSchema } from "./judge-schema.ts";
import { driftProblem } from "./living-subject.ts";
import { subjectOwner } from "./subject-owner.ts";

type Asked = RequestRecord<"schema.register">;

/** A new version of a subject, the first one too. */
export const schemaRegistration: KindOfRequest<"schema.register"> = {
  judgeAgain,
  carryOut,
  release: async () => undefined,
};

async function judgeAgain(db: Connection, request: Asked): Promise<JudgedAgain<"schema.register">> {
  const { cluster: slug, name: subject, patch, team } = request;
  await lockSubject(db, slug, subject);
  const cluster = await findCluster(db, slug);
  if (!cluster) return unknownCluster(slug);
  const still = await stillWanted(db, request);
  if (!still.ok) return still;

  const managed = await findSubject(db, slug, subject);
  const drift = managed && driftProblem(managed);
  if (drift) return fail("conflict", drift.message, { errors: [drift] });
  const current = managed?.deletion === null ? managed.compatibility : null;
  const wanted = { ...patch, compatibility: current ?? patch.compatibility };
  const { judged, impact } = await judgeSchema(db, {
    cluster,
    subject,
    team,
    patch: wanted,
    parsed: still.parsed,
    current,
    held: request.slots,
  });
  if (impact.verdict.state === "unjudged")
    return unjudged(subject, current, await findObservedSubject(db, slug, subject));
  const [refusal] = judged.plan.refusals;
  // The requester has to know why; the request waits until the subject or the schema is another one.
  if (refusal && judged.fingerprint === request.fingerprint) return fail("conflict", refusal.reason);
  return { ok: true, value: judged };
}

type StillWanted = { ok: true; parsed: ParsedSchema } | { ok: false; stale: FieldError };

/** Whether the schema is still what was asked for: readable, not registered meanwhile, and its subject the same team's. */
async function stillWanted(db: Connection, { cluster, name, patch, team }: Asked): Promise<StillWanted> {
  const owner = await subjectOwner(db, cluster, name, patch.place.topic);
  if (owner?.id !== team.id) return stale("name", `${name} is not ${team.name}'s any more.`);

  const read = parseSchema(patch.definition, await loadReferences(db, cluster, patch.definition.references));
  if (!read.ok) return stale("schema", read.problems[0]?.message ?? "The schema cannot be read any more.");
  const observed = await findObservedSubject(db, cluster, name);
  const same = observed?.versions.find(({ hash, deleted }) => !deleted && hash === read.value.hash);
  return same ? stale("schema", `It is version ${same.version} of ${name} already.`) : { ok: true, parsed: read.value };
}

function stale(path: string, message: string) {
  return { ok: false as const, stale: { path, message } };
}

/**
 * Nobody approves what the registry has not looked at. The worker asks it by itself as soon as it answers, but only for the level that was
 * decided: while another one is in force, waiting alone does not help.
 */
function unjudged(subject: string, decided: CompatibilityLevel | null, observed: ObservedSubject | null) {
  const inForce = observed?.compatibility;
  const message =
    decided !== null && inForce !== undefined && inForce !== decided
      ? `${subject}'s level in the registry is ${inForce}, and ${decided} was decided: it is judged once the worker has set it, or the difference is reverted or adopted.`
      : `The registry has not judged this schema for ${subject} as it stands; it is being asked. Try again in a moment.`;
  return fail("unavailable", message);
}

/** Writes the version that is desired from now on, with its subject where that is not there yet. */
async function carryOut(db: Connection, request: Asked, { patch }: Judgement<"schema.register">): Promise<void> {
  const { id: requestId, cluster, name, team } = request;
  const { definition, hash, forced, compatibility, place } = patch;
  const managed = await findSubject(db, cluster, name);
  const living = managed?.deletion === null ? managed : null;
  const subject = living
    ? { id: living.id, generation: await changeSubject(db, living.id, {}) }
    : await desireSubject(db, {
        cluster,
        name,
        teamId: team.id,
        place,
        schemaType: definition.schemaType,
        compatibility,
      });
  await dropRefused(db, subject.id);
  await insertVersions(db, subject.id, [{ definition, hash, forced, requestId }]);
  await moveRequest(db, requestId, { state: "approved", subjectId: subject.id, generation: subject.generation });
}

/** What the registry refused before was judged against another version than the next one: tried again later, it would come after it. */
async function dropRefused(db: Connection, subjectId: string): Promise<void> {
  const refused = (await desiredVersions(db, subjectId)).filter(
    ({ desired, state, number }) => desired === "registered" && state === "blocked" && number === null,
  );
  const ids = refused.map(({ id }) => id);
  if (ids.length > 0) await desireVersions(db, subjectId, ids, "deleted");
}
