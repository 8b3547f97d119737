/** Called by Next once per server process, before it serves. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;

  const { offerSetupCodeAtStart } = await import("#lib/server/setup/offer-at-start");
  await offerSetupCodeAtStart();
}
