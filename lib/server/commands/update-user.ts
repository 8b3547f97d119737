import { UpdateUser } from "#lib/contract/users";
import { otherAdmins, saveUser } from "#lib/db/stores/users";
import { defineCommand, succeed } from "../define-command.ts";
import { changedMeanwhile, lastAdmin } from "../users/refusals.ts";
import { userRecord, userSubject } from "../users/user-subject.ts";

/** Changes a person's name and platform role. A changed role counts from that person's next request on. */
export const updateUser = defineCommand({
  name: "update-user",
  permission: "user.manage",
  input: UpdateUser,
  subject: userSubject,
  async handle({ db }, { version, name, platformRole }, { user }) {
    if (version !== user.version) return changedMeanwhile(user.name, version, user.version);
    const losesAdmin = user.platformRole === "admin" && platformRole !== "admin" && !user.disabled;
    if (losesAdmin && (await otherAdmins(db, user.id)) === 0) return lastAdmin(user.name);

    await saveUser(db, user.id, { name, platformRole });
    const before = { name: user.name, platformRole: user.platformRole };
    return succeed(
      { id: user.id, version: version + 1 },
      {
        audit: { action: "user.updated", ...userRecord({ id: user.id, name }), before, after: { name, platformRole } },
      },
    );
  },
});
