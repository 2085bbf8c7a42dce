// From "I want a mentor" to a sent request, counted: pages that load, and fields
// that have to be filled in. A number of pages does not depend on the machine.
import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { address, begin, bringIn } from './together.mjs';

const pages = 5; // what it is, what I look for, who fits, my message, sent
const fields = 1; // what I want to get better at: the rest is known or can be left

journey('a new member asks a mentor within five pages and one field', async ({ network, somebody }) => {
  const oona = await somebody();
  await begin(network, oona);
  const [kim, ann] = [await somebody(), await somebody()];
  await bringIn(oona, ['Kim Kent', 'Ann Lee']);
  for (const [person, name] of [[kim, 'Kim Kent'], [ann, 'Ann Lee']]) {
    await person.page.goto('/sign-in');
    await person.type('Your email address', address(name));
    await person.press('Email me a link');
    await person.page.goto((await network.post.letter(address(name), /^Sign in to/)).link('/sign-in/'));
    await person.press('Sign in');
  }
  await kim.go('/mentoring/offers/new');
  await kim.choose('Mentoring');
  await kim.type('What can you help with?', 'Service design');
  await kim.type('What experience do you bring?', 'Ten years of services for families.');
  await kim.press('Put up the offer');

  await ann.go('/home');
  let loads = 0;
  ann.page.on('response', (r) => {
    if (r.request().resourceType() === 'document' && r.status() === 200) loads += 1;
  });
  await ann.follow('Coaching and mentoring');
  await ann.follow('Find a coach or a mentor');
  await ann.type('What do you want to get better at?', 'Designing services together with families.');
  let typed = 1;
  await ann.press('See who fits');
  await ann.press('Ask Kim');
  if ((await ann.page.getByLabel(/^Your message/).inputValue()) === '') typed += 1;
  await ann.press('Ask Kim');
  assert.equal(await ann.heading(), 'You asked Kim Kent');
  assert.ok(loads <= pages, `${loads} pages load`);
  assert.ok(typed <= fields, `${typed} fields have to be filled in`);
});
