import assert from 'node:assert/strict';
import { crawl, sendEmpty } from './crawl.mjs';
import { journey } from './harness.mjs';
import { letters, oneOfEachKind, oneOfEachShape } from './outbox.mjs';

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
    const { seen, forms } = await crawl(person, start);
    for (const path of ['/home', '/programmes', '/conversations', '/profile', '/outbox']) {
      assert.ok(seen.includes(path), `${path} is not reached, only ${seen.join(' ')}`);
    }
    for (const path of forms) await sendEmpty(person, path);
    await person.go('/organise');
    assert.equal(person.status(), start === '/organise' ? 200 : 403);
  }, { command: 'demo' });
}

// The demo has lived through three rounds, so its letters lead to a page in
// every state that comes about by itself.
journey('people of the demo network open what their letters lead to', async ({ network, somebody }) => {
  const person = await somebody();
  const all = await letters(network);
  assert.ok(all.length > 300, `only ${all.length} letters`);
  for (const letter of oneOfEachKind(all)) await person.readSent(`${letter.path}/letter.html`);
  await person.download(`${all.find((letter) => letter.invites).path}/invite.ics`, /calendar/);

  const shapes = await oneOfEachShape(network, all.flatMap((letter) => letter.links));
  assert.ok(shapes.length > 10, `only ${shapes.length} different pages`);
  for (const path of shapes) await person.go(path);
}, { command: 'demo' });
