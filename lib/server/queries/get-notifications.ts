import { z } from "zod";
import type { NotificationSettings } from "#lib/contract/notifications";
import { notificationChoiceOf } from "#lib/db/stores/notification-settings";
import { findUser } from "#lib/db/stores/users";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { personOf } from "../person.ts";

/** What the caller wants to be told by mail, and where that would go. */
export const getNotifications = defineQuery({
  name: "get-notifications",
  permission: "settings.update",
  input: z.strictObject({}),
  async handle({ actor, db }) {
    const userId = personOf(actor);
    const [choice, user] = await Promise.all([notificationChoiceOf(db, userId), findUser(db, userId)]);
    return ok<NotificationSettings>({ ...choice, address: user?.email ?? null });
  },
});
