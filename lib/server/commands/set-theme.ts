import { SetTheme } from "#lib/contract/users";
import { saveTheme, themeOf } from "#lib/db/stores/users";
import { defineCommand, succeed } from "../define-command.ts";
import { selfSubject, userRecord } from "../users/user-subject.ts";

/** Keeps how somebody wants pages to look, for every browser they use. */
export const setTheme = defineCommand({
  name: "set-theme",
  permission: "settings.update",
  input: SetTheme,
  subject: selfSubject,
  async handle({ db }, { theme }, { user }) {
    const before = await themeOf(db, user.id);
    if (before === theme) return succeed({ theme }, { audit: [] });

    await saveTheme(db, user.id, theme);
    const audit = { action: "user.theme-changed", ...userRecord(user), before: { theme: before }, after: { theme } };
    return succeed({ theme }, { audit });
  },
});
