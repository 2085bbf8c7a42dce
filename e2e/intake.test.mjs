// A programme in which everybody is matched at once: opened by an organiser,
// joined by a member. What comes after its dates is looked at in the demo.
import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { address, begin, bringIn } from './together.mjs';

journey('an organiser opens a matched programme, and a member signs up', async ({ network, somebody }) => {
  const olga = await begin(network, await somebody());
  await bringIn(olga, ['Ann Ash', 'Ben Birch']);
  await olga.go('/organise/intakes');
  await olga.press('Open a matched programme');
  await olga.look();
  await olga.press('Open it for signing up'); // without a name
  await olga.look();
  assert.match(await olga.page.locator('.govuk-error-summary').innerText(), /Give it a name/);
  await olga.type('What is it called?', 'Spring mentoring');
  await olga.type('Who is it for, and what will they get from it?', 'For everybody who is new.');
  await olga.press('Open it for signing up');
  await olga.look();
  const programme = new URL(olga.page.url()).pathname;
  const path = programme.replace('/organise', '');

  const ann = await somebody();
  await ann.page.goto('/sign-in');
  await ann.type('Your email address', address('Ann Ash'));
  await ann.press('Email me a link');
  await ann.page.goto((await network.post.letter(address('Ann Ash'), /^Sign in to/)).link('/sign-in/'));
  await ann.press('Sign in');
  await ann.go('/intakes');
  await ann.follow('Spring mentoring');
  await ann.look();
  await ann.press('I want a mentor');
  await ann.look();
  await ann.type('What do you want to get better at?', 'Open data');
  await ann.type('What would help you, and what have you tried?', 'Somebody who has done it.');
  await ann.press('Sign up');
  await ann.look();
  assert.match(await ann.page.locator('main').innerText(), /You are looking for a mentor/);

  await olga.go(programme);
  await olga.follow('Call it off');
  await olga.look();
  await olga.type('What do you want to tell them?', 'Too few people. We try again in spring.');
  await olga.press('Call it off and tell everybody');
  await olga.look();
  await olga.read(await network.post.letter(address('Ann Ash'), /called off/));
});
