import assert from 'node:assert/strict';
import { crawl, sendEmpty } from './crawl.mjs';
import { journey } from './harness.mjs';

journey('a visitor reads everything that is public', async ({ somebody }) => {
  const visitor = await somebody();
  const { seen, forms } = await crawl(visitor, '/');
  for (const path of ['/about', '/join', '/sign-in', '/privacy']) {
    assert.ok(seen.has(path), `${path} is not reached from the front page, only ${[...seen].join(' ')}`);
  }
  for (const path of forms) await sendEmpty(visitor, path);
  await visitor.download('/join/organisations?q=a', /json/);
});

journey('a visitor meets pages that cannot be shown', async ({ somebody }) => {
  const visitor = await somebody();
  await visitor.go('/nothing-here');
  assert.equal(await visitor.heading(), 'Page not found');
  for (const [path, status] of [['/c/forged', 404], ['/outcomes/none', 404], ['/sign-in/forged', 410], ['/join/confirm/forged', 410]]) {
    await visitor.go(path);
    assert.equal(visitor.status(), status, path);
  }
  await visitor.page.goto('/sign-in');
  await visitor.type('Your email address', 'a'.repeat(300_000));
  await visitor.press('Email me a link');
  await visitor.look();
  assert.equal(visitor.status(), 413);
});
