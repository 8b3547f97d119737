import { z } from "zod";
import type { Allowed } from "#lib/contract/common";
import { ok } from "#lib/domain/result";
import { decide, type Subject } from "#lib/policy/decide";
import { defineQuery } from "../define-query.ts";
import { allowedTo } from "../read/allowed.ts";

/** What the caller may do with teams, people and topics that nobody manages as a whole. */
export type PlatformRights = {
  createTeam: Allowed;
  deleteTeam: Allowed;
  manageUsers: Allowed;
  importTopics: Allowed;
};

const ALL: Subject = { kind: "installation", id: "1", visibility: "everyone-signed-in" };

/** What the platform's pages offer to the caller; each command decides again. */
export const getPlatformRights = defineQuery({
  name: "get-platform-rights",
  permission: "team.read",
  input: z.strictObject({}),
  async handle({ actor }) {
    return ok<PlatformRights>({
      createTeam: allowedTo(decide(actor, "team.create", ALL)),
      deleteTeam: allowedTo(decide(actor, "team.delete", ALL)),
      manageUsers: allowedTo(decide(actor, "user.manage", ALL)),
      importTopics: allowedTo(decide(actor, "topic.import", ALL)),
    });
  },
});
