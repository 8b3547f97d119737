import type { Principal } from "#lib/db/stores/principals";

/** What a request about a principal that is there is about: asked in the name of the team that owns its application, and decided by it. */
export function aboutPrincipal({ id: principalId, cluster, name, application }: Principal) {
  const { team, id: applicationId } = application;
  return { cluster, name, team, askingTeam: team, applicationId, principalId };
}
