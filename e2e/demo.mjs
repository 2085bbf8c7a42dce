// What the journeys through the demo network have in common. Each is in a file
// of its own, so that they run beside each other.
import assert from 'node:assert/strict';
import { crawl, sendEmpty } from './crawl.mjs';
import { journey } from './harness.mjs';

// lookAtEverything is a journey to all that somebody finds by following links:
// who signs in by which of the addresses that the demo prints, and then goes
// further.
export function lookAtEverything(who, start, link, further = () => {}) {
  journey(`${who} of the demo network looks at everything`, async ({ network, somebody }) => {
    const person = await somebody();
    await person.go(network.links()[link]);
    await person.press('Sign in');
    assert.equal(new URL(person.page.url()).pathname, start);
    const { seen, forms, pages } = await crawl(person, start);
    for (const path of ['/home', '/programmes', '/conversations', '/profile', '/outbox']) {
      assert.ok(seen.has(path), `${path} is not reached, only ${[...seen].join(' ')}`);
    }
    await further(person, pages);
    for (const path of forms) await sendEmpty(person, path);
    await person.go('/organise');
    assert.equal(person.status(), start === '/organise' ? 200 : 403);
  }, { command: 'demo' });
}

export const room = /https:\/\/meet\.cuppa\.example/;

// find is the first page of a pattern whose markup matches.
export function find(pages, pattern, what) {
  for (const page of pages) {
    const found = page.pattern === pattern && what.exec(page.html);
    if (found) return { ...page, found };
  }
  throw new Error(`the demo has no ${pattern} with ${what}`);
}
