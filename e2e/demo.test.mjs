import assert from 'node:assert/strict';
import { crawl } from './crawl.mjs';
import { journey } from './harness.mjs';

// Everything that somebody finds in the demo network by following links.
for (const [who, start, link] of [
  ['an organiser', '/organise', 1],
  ['a member', '/home', 2],
]) {
  journey(`${who} of the demo network looks at everything`, async ({ network, somebody }) => {
    const person = await somebody();
    await person.go(network.links()[link]);
    await person.press('Sign in');
    assert.equal(new URL(person.page.url()).pathname, start);
    const seen = await crawl(person, start);
    for (const path of ['/home', '/programmes', '/conversations', '/profile', '/outbox']) {
      assert.ok(seen.includes(path), `${path} is not reached, only ${seen.join(' ')}`);
    }
  }, { command: 'demo' });
}
