import { ACCESS } from "./authorization/access.ts";
import { APPLICATIONS } from "./authorization/applications.ts";
import { CAMPAIGNS } from "./authorization/campaigns.ts";
import { DECOMMISSION } from "./authorization/decommission.ts";
import { DRIFT } from "./authorization/drift.ts";
import { NOTIFICATIONS } from "./authorization/notifications.ts";
import { OFFSET_RESETS } from "./authorization/offset-resets.ts";
import { OWNERSHIP } from "./authorization/ownership.ts";
import { PLATFORM } from "./authorization/platform.ts";
import { REQUESTS } from "./authorization/requests.ts";
import { SCHEMAS } from "./authorization/schemas.ts";
import { TEAMS } from "./authorization/teams.ts";
import { TOPIC_IMPORTS } from "./authorization/topic-imports.ts";
import { TOPICS } from "./authorization/topics.ts";
import { USERS } from "./authorization/users.ts";
import { readTable } from "./authorization-table.ts";

const GOVERNED = [
  TOPICS,
  OWNERSHIP,
  TOPIC_IMPORTS,
  DRIFT,
  DECOMMISSION,
  REQUESTS,
  APPLICATIONS,
  ACCESS,
  OFFSET_RESETS,
  CAMPAIGNS,
  SCHEMAS,
];
const AREAS = [PLATFORM, TEAMS, USERS, NOTIFICATIONS, ...GOVERNED];

/** What every operation of the contract answers to whom. */
export const ROWS = AREAS.flatMap(({ table }) => readTable(table));

/** How each of them is called. */
export const CALLS = Object.fromEntries(AREAS.flatMap(({ calls }) => Object.entries(calls)));
