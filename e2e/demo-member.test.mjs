import { find, lookAtEverything, room } from './demo.mjs';

lookAtEverything('a member', '/home', 2, whatOnlyLettersLeadTo);

// What a letter leads to is also there for who signs in instead.
async function whatOnlyLettersLeadTo(person, pages) {
  await person.door(`${find(pages, '/conversations/{id}', room).path}/call`);
  const asked = find(pages, '/relationships/{id}', /name="at" value="([^"]+)"/);
  await person.go(`${asked.path}/time?at=${asked.found[1]}`);
  for (const page of pages.filter(({ pattern, html }) => pattern === '/relationships/{id}' && html.includes('/close'))) {
    await person.go(`${page.path}/review`);
  }
}
