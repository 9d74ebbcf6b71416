/** A URL without what may be secret: user, password, query and fragment. It names a feed in messages and in stores. */
export function placeOf({ protocol, host, pathname }: URL): string {
  return host ? `${protocol}//${host}${pathname}` : `${protocol}…`; // data:, blob: and others that hold their content
}

/** What a browser or a page said of a failure, with the URLs in it as {@link placeOf} has them. */
export function veiled(said: string): string {
  return said.replace(/[\w+.-]+:\/\/[^\s"<>]*/g, (url) => (URL.canParse(url) ? placeOf(new URL(url)) : url));
}
