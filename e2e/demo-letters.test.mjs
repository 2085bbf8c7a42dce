import assert from 'node:assert/strict';
import { crawl } from './crawl.mjs';
import { find, room } from './demo.mjs';
import { journey } from './harness.mjs';
import { letters, oneOfEachKind } from './outbox.mjs';

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
