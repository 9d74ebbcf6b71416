// A range begins with the entry that the page has: behind the last one there is nothing to begin with.
export const resuming = () => ({ resume: { header: 'Range', as: (cursor) => `entries=${cursor}` } });
