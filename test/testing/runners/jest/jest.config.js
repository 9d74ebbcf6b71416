export default {
  testMatch: ['**/*.test.js'],
  transform: {},
  testTimeout: 60_000,
  roots: ['<rootDir>', '<rootDir>/../suite'],
};
