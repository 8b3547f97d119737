/** How a recertification stands in the audit trail. */
export function campaignRecord({ id, title, teamId }: { id: string; title: string; teamId: string | null }) {
  return { object: { kind: "campaign", id, name: title }, teamId };
}
