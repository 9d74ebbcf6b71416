// start_revision is inclusive.
export const resuming = () => ({
  resume: { body: '/create_request/start_revision', as: (revision) => `${BigInt(revision) + 1n}` },
});
