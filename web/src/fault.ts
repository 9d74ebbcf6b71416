/** What the feed server does to a line when it is asked to. */
export interface Fault {
  /** The server's word for it. */
  name: string;
  words: string;
  /** What a screen reader hears, before the name of the feed. */
  label: string;
  told: string;
}

export const cut: Fault = {
  name: 'cut',
  words: 'Cut the line',
  label: 'Cut the line of',
  told: 'The server cuts the connection.',
};

/** The faults of every stream that is served over HTTP. */
export const faults: readonly Fault[] = [
  cut,
  {
    name: 'silence',
    words: 'Silence',
    label: 'Silence',
    told: 'The server says nothing more, and stays connected.',
  },
  {
    name: '503',
    words: '503',
    label: '503 from',
    told: 'The server cuts the connection, and answers the next attempt with 503.',
  },
  {
    name: 'malformed',
    words: 'Malformed',
    label: 'Malformed record from',
    told: 'The server sends bytes that are no record before the next message.',
  },
  {
    name: 'slow',
    words: 'Slow',
    label: 'Slow down',
    told: 'The server sends 320 bytes a second, for ten seconds.',
  },
  {
    name: 'burst',
    words: 'Burst ×3',
    label: 'Burst ×3 from',
    told: 'The server sends three more messages at once after the next one.',
  },
];

export const expiry: Fault = {
  name: 'expiry',
  words: 'Expire the token',
  label: 'Expire the token of',
  told: 'The server takes the token no longer, and ends the stream.',
};
