/** Where the proxy notes the path and query of a page, so that a page whose session ended can lead back to itself. */
export const ADDRESS_HEADER = "x-headgate-address";
