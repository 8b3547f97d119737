import type { Connection } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import {
  findObservedSubject,
  type ObservedSubject,
  observedDefinitions,
  registrySight,
} from "#lib/db/stores/observed-subjects";
import { currentPolicies } from "#lib/db/stores/policies";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import {
  changeSubject,
  type DesiredVersion,
  desiredVersions,
  desireSubject,
  desireVersions,
  findSubject,
  insertVersions,
  lockSubject,
  type Subject,
} from "#lib/db/stores/subjects";
import type { Cluster } from "#lib/domain/cluster";
import type { SubjectPlace } from "#lib/domain/request-kind";
import { planAdoption } from "#lib/plan/plan-subject";
import { requiredSlots } from "#lib/policy/required-slots";
import { evaluateSchema } from "#lib/policy/schema";
import { judgementOf } from "../requests/judgement.ts";
import { unknownCluster } from "../requests/refusals.ts";
import type { JudgedAgain, Judgement, KindOfRequest } from "../requests/request-kind.ts";

type Asked = RequestRecord<"subject.adopt">;
type Team = { id: string; slug: string; name: string };

/** What the registry holds becomes what is desired; the registry is not touched. */
export const subjectAdoption: KindOfRequest<"subject.adopt"> = {
  judgeAgain,
  carryOut,
  release: async () => undefined,
};

async function judgeAgain(db: Connection, request: Asked): Promise<JudgedAgain<"subject.adopt">> {
  const { cluster: slug, name, team } = request;
  await lockSubject(db, slug, name);
  const cluster = await findCluster(db, slug);
  if (!cluster) return unknownCluster(slug);
  const observed = await findObservedSubject(db, slug, name);
  if (!observed) return { ok: false, stale: { path: "subject", message: `${name} is not in the registry any more.` } };
  const managed = await livingOf(db, slug, name);
  if (managed && managed.team.id !== team.id) {
    return { ok: false, stale: { path: "subject", message: `${name} belongs to ${managed.team.name} by now.` } };
  }
  const { place } = request.patch;
  return { ok: true, value: await judgeAdoption(db, { cluster, name, team, managed, observed, place }) };
}

/** A managed subject that was not deleted; null when there is none. */
export async function livingOf(db: Connection, cluster: string, name: string): Promise<Subject | null> {
  const managed = await findSubject(db, cluster, name);
  return managed?.deletion === null ? managed : null;
}

export type AdoptionCase = {
  cluster: Cluster;
  name: string;
  team: Team;
  /** Null for a subject that nobody owns. */
  managed: Subject | null;
  observed: ObservedSubject;
  place: SubjectPlace;
};

/** Judges taking over what is there. Rules that it breaks are shown and do not refuse it. Reads only. */
export async function judgeAdoption(db: Connection, asked: AdoptionCase): Promise<Judgement<"subject.adopt">> {
  const { cluster, name, team, managed, observed, place } = asked;
  const versions = living(observed);
  const { compatibility } = observed;
  const { schemaType } = observed.latest.definition;
  const desired = managed ? await desiredVersions(db, managed.id) : [];
  const before = managed && {
    compatibility: managed.compatibility,
    versions: desired.flatMap((one) => (one.desired === "registered" && one.number !== null ? [one.number] : [])),
  };
  const { seenAt: observedAt } = await registrySight(db, cluster.slug);
  const about = { cluster: cluster.slug, subject: name, observedAt };
  const proposal = { cluster, team, name, strategy: place.strategy, compatibility, schema: { schemaType, fields: [] } };
  const row = managed ? "subject.adopt.drift" : "subject.adopt.unowned";
  return judgementOf({
    patch: { place, schemaType, compatibility, versions },
    plan: planAdoption({ ...about, before, compatibility, versions, team: team.name }),
    risk: "normal",
    slots: requiredSlots(row, "normal", team),
    violations: evaluateSchema(await currentPolicies(db), proposal),
    lenient: true,
  });
}

function living({ versions }: ObservedSubject): number[] {
  return versions.filter(({ deleted }) => !deleted).map(({ version }) => version);
}

async function carryOut(db: Connection, request: Asked, { patch }: Judgement<"subject.adopt">): Promise<void> {
  const { id, cluster, name, team } = request;
  const { place, schemaType, compatibility, versions } = patch;
  const managed = await livingOf(db, cluster, name);
  const subject = managed
    ? { id: managed.id, generation: await changeSubject(db, managed.id, { compatibility }) }
    : await desireSubject(db, { cluster, name, teamId: team.id, place, schemaType, compatibility });

  const desired = await desiredVersions(db, subject.id);
  const wanted = desired.filter((one) => one.desired === "registered");
  const gone = wanted.filter(({ number }) => number !== null && !versions.includes(number));
  await desireVersions(
    db,
    subject.id,
    gone.map((one) => one.id),
    "deleted",
  );
  const added = versions.filter((version) => !wanted.some(({ number }) => number === version));
  await adoptVersions(db, { subjectId: subject.id, cluster, name, requestId: id }, added);
  await moveRequest(db, id, { state: "approved", subjectId: subject.id, generation: subject.generation });
}

type Into = { subjectId: string; cluster: string; name: string; requestId: number };

/** Takes versions that are registered already into what is desired, by their numbers. */
export async function adoptVersions(
  db: Connection,
  { subjectId, cluster, name, requestId }: Into,
  versions: readonly number[],
  desired: DesiredVersion["desired"] = "registered",
): Promise<void> {
  if (versions.length === 0) return;
  const definitions = await observedDefinitions(db, cluster, name, versions);
  const observed = await findObservedSubject(db, cluster, name);
  const rows = versions.flatMap((version) => {
    const definition = definitions.get(version);
    const hash = observed?.versions.find((one) => one.version === version)?.hash;
    // A text that could not be understood has no hash of its meaning; its number tells it from the others.
    return definition ? [{ definition, hash: hash ?? `version ${version}`, desired, adopted: version, requestId }] : [];
  });
  await insertVersions(db, subjectId, rows);
}
