import { vi } from 'vitest';

// These tests are about servers of their own, whatever server the developer works with.
vi.stubEnv('TEMPORAL_ADDRESS', '');
