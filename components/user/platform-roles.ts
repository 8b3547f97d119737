import type { PlatformRole } from "#lib/contract/users";

/** The platform roles as choices. */
export const PLATFORM_ROLES: readonly { value: PlatformRole; label: string }[] = [
  { value: "none", label: "None: what their teams allow" },
  { value: "auditor", label: "Auditor: reads everything" },
  { value: "admin", label: "Admin: rules, teams, people, clusters" },
];
