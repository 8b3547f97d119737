/** Said where the platform has set no price: a missing price is not a price of nothing. */
export const NO_PRICE = "the platform has set no price";

/** An amount of money in its currency: `EUR 1,234.50`. The amount is decimal text, which may exceed what a number holds. */
export function inMoney(amount: string, currency: string): string {
  const [whole = "0", fraction] = amount.split(".");
  const grouped = BigInt(whole).toLocaleString("en-US");
  return `${currency} ${fraction === undefined ? grouped : `${grouped}.${fraction}`}`;
}
