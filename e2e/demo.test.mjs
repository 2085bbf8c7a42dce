import assert from 'node:assert/strict';
import { crawl, sendEmpty } from './crawl.mjs';
import { journey } from './harness.mjs';
import { letters, oneOfEachKind } from './outbox.mjs';

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
    const { seen, forms, pages } = await crawl(person, start);
    for (const path of ['/home', '/programmes', '/conversations', '/profile', '/outbox']) {
      assert.ok(seen.has(path), `${path} is not reached, only ${[...seen].join(' ')}`);
    }
    if (start === '/home') await whatOnlyLettersLeadTo(person, pages);
    for (const path of forms) await sendEmpty(person, path);
    await person.go('/organise');
    assert.equal(person.status(), start === '/organise' ? 200 : 403);
  }, { command: 'demo' });
}

// What a letter leads to is also there for who signs in instead.
async function whatOnlyLettersLeadTo(person, pages) {
  await person.door(`${find(pages, '/conversations/{id}', room).path}/call`);
  const asked = find(pages, '/relationships/{id}', /name="at" value="([^"]+)"/);
  await person.go(`${asked.path}/time?at=${asked.found[1]}`);
  for (const page of pages.filter(({ pattern, html }) => pattern === '/relationships/{id}' && html.includes('/close'))) {
    await person.go(`${page.path}/review`);
  }
}

const room = /https:\/\/meet\.cuppa\.example/;

// find is the first page of a pattern whose markup matches.
function find(pages, pattern, what) {
  for (const page of pages) {
    const found = page.pattern === pattern && what.exec(page.html);
    if (found) return { ...page, found };
  }
  throw new Error(`the demo has no ${pattern} with ${what}`);
}

// The demo has lived through three rounds, so its letters lead to a page in
// every state that comes about by itself.
journey('people of the demo network open what their letters lead to', async ({ network, somebody }) => {
  const person = await somebody();
  const all = await letters(network);
  assert.ok(all.length > 300, `only ${all.length} letters`);
  for (const letter of oneOfEachKind(all)) await person.readSent(`${letter.path}/letter.html`);
  await person.download(`${all.find((letter) => letter.invites).path}/invite.ics`, /calendar/);

  const { seen, pages } = await crawl(person, all.flatMap((letter) => letter.links));
  assert.ok(seen.size > 10, `only ${seen.size} different pages`);
  await person.door(`${find(pages, '/c/{token}', room).path}/call`);
}, { command: 'demo' });
