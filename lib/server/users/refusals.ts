import { fail } from "#lib/domain/result";

/** Somebody signs in with this address already. */
export function loginTaken(email: string) {
  return fail("conflict", `Somebody signs in with ${email} already.`, {
    errors: [{ path: "email", message: "is somebody's sign-in already" }],
  });
}

/** The change was based on an older state. */
export function changedMeanwhile(what: string, given: number, current: number) {
  return fail(
    "conflict",
    `${what} was changed by somebody else meanwhile. Look at it again, then repeat your change.`,
    {
      errors: [{ path: "version", message: `is ${given}; the current one is ${current}` }],
      extra: { currentVersion: current },
    },
  );
}

/** Without another admin nobody could manage the installation. */
export function lastAdmin(name: string) {
  return fail("conflict", `${name} is the last enabled platform admin. Make somebody else an admin first.`);
}

/** Without another owner nobody could decide for these teams. */
export function lastOwner(name: string, teams: readonly { name: string }[]) {
  const names = teams.map((team) => team.name).join(", ");
  return fail("conflict", `${name} is the last owner of ${names}. Make somebody else an owner first.`, {
    extra: { teams },
  });
}
