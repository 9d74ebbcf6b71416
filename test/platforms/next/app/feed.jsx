'use client';

import { FeedSource, formats } from 'feedsource';
import { useEffect, useState } from 'react';
import { readTwice } from '../show.js';

export function Feed() {
  const [lines, setLines] = useState();
  useEffect(() => {
    void readTwice(FeedSource).then(setLines);
  }, []);
  return (
    <main data-done={lines ? 'yes' : 'no'}>
      <p>{formats.join(' ')}</p>
      <ul>
        {lines?.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </main>
  );
}
