import assert from 'node:assert/strict';
import { journey } from './harness.mjs';

journey('a visitor reads the front page', async ({ somebody }) => {
  const visitor = await somebody();
  await visitor.go('/');
  assert.notEqual(await visitor.heading(), '');
});
