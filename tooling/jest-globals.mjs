/** The tests of `event` and `job` are written for Jest; when they run with all others, Vitest answers in its place. */
export { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi as jest } from 'vitest';
