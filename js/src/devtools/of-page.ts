export const name = 'feedsource-devtools';

/**
 * The panel of the page, the element `<feedsource-devtools>`; null where there is none: on a server, in a worker, before the page has a
 * body, and when it has been removed. With the attribute `open` it is open; with `inline` it stands where it is in the page, always open,
 * and not at the lower edge of the window. When it is removed, feeds that are opened later are left alone.
 *
 * @example devtools()?.toggleAttribute('open');
 */
export const devtools = (): HTMLElement | null => globalThis.document?.querySelector<HTMLElement>(name) ?? null;
