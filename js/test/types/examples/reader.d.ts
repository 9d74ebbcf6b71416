// What the reader of an example has already. The class and what it carries are there as by a script tag; in a module an
// example imports them, unless it goes without saying.
/// <reference types="feedsource/script" />
/// <reference types="feedsource/client" />

declare const envelope: typeof FeedSource.envelope;
declare const init: typeof FeedSource.init;

declare const url: string;
declare const base: string;
declare const headers: Record<string, string>;
declare const body: string;
declare const feed: FeedSource;
declare const file: Blob; // a recording

declare const room: string;
declare const props: { room: string }; // of a component
interface Message {
  text: string;
}

declare function token(): Promise<string>;
declare function freshToken(attempt: number): Promise<string>;
declare function show(value: unknown): void;
declare function draw(...values: unknown[]): Promise<void>;
declare function remove(id: string): void;
