import assert from 'node:assert/strict';
import { crawl } from './crawl.mjs';
import { journey } from './harness.mjs';

journey('a visitor reads everything that is public', async ({ somebody }) => {
  const visitor = await somebody();
  const seen = await crawl(visitor, '/');
  for (const path of ['/about', '/join', '/sign-in', '/privacy']) {
    assert.ok(seen.includes(path), `${path} is not reached from the front page, only ${seen.join(' ')}`);
  }
});

journey('a visitor meets a page that does not exist', async ({ somebody }) => {
  const visitor = await somebody();
  await visitor.go('/nothing-here');
  assert.equal(await visitor.heading(), 'Page not found');
});
