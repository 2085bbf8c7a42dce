// Two people who were put together, from the first letter to what others may know.
import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { address, begin, bringIn, connect, conversation, openRound } from './together.mjs';

journey('two people agree a time, meet, and share what came of it', async ({ network, somebody }) => {
  const olga = await begin(network, await somebody());
  const names = ['Ann Ash', 'Ben Birch'];
  await bringIn(olga, names);
  const round = await openRound(olga);
  await notThisTime(network, olga);
  const [[ann, ben]] = await connect(network, olga, round, names);
  ann.at = await somebody();
  ben.at = await somebody();

  await ann.at.read(ann.letter);
  await ann.at.go(conversation(ann.letter));
  assert.match(await ann.at.heading(), /Your conversation with Ben/);
  await contact(ann.at);
  await agreeATime(network, ann, ben);
  await anotherTime(network, ann, ben);
  await signedIn(network, ann, ben);
  await meet(ann);
  await share(network, ann, ben);
  await published(network, ann, ben, { olga, visitor: await somebody() });
});

// notThisTime is said by link, from the letter that asks.
async function notThisTime(network, olga) {
  const asked = await network.post.letter('olga@example.org', /your next conversation/);
  await olga.read(asked);
  await olga.go(asked.link('/r/'));
  await olga.press('Not this time');
  await olga.look();
}

async function contact(person) {
  const here = person.page.url();
  await person.press('Show how to reach Ben');
  await person.look();
  assert.match(await person.heading(), /How to reach Ben/);
  assert.match(await person.page.locator('main').innerText(), /ben@example\.org/);
  await person.page.goto(here);
}

async function agreeATime(network, ann, ben) {
  await ann.at.go(`${conversation(ann.letter)}/times`);
  await ann.at.press('Suggest these times');
  await ann.at.look(); // none was chosen
  const boxes = ann.at.page.locator('main input[type=checkbox]:visible');
  await boxes.nth(3).check();
  await boxes.nth(7).check();
  await ann.at.press('Suggest these times');
  await ann.at.look();

  const offer = await network.post.letter(address(ben.name), /can talk at/);
  await ben.at.read(offer);
  await ben.at.go(offer.link('/time'));
  assert.equal(await ben.at.heading(), 'Does this time suit you?');
  await ben.at.press(/^Agree this time/);
  await ben.at.look();
  for (const one of [ann, ben]) {
    const invitation = await network.post.letter(address(one.name), /^You are talking to/);
    await one.at.read(invitation);
    assert.match(invitation.calendar, /METHOD:REQUEST[\s\S]*BEGIN:VEVENT/);
  }
}

async function anotherTime(network, ann, ben) {
  await ben.at.go(conversation(ben.letter));
  await ben.at.follow('Change or cancel this time');
  await ben.at.look();
  await ben.at.press('Cancel this time');
  await ben.at.look();
  const off = await network.post.letter(address(ann.name), /cancelled|off/i);
  await ann.at.read(off);
  assert.match(off.calendar, /METHOD:CANCEL/);
}

// signedIn is the same for somebody who signs in instead of using links.
async function signedIn(network, ann, ben) {
  await ben.at.page.goto('/sign-in');
  await ben.at.type('Your email address', address(ben.name));
  await ben.at.press('Email me a link');
  await ben.at.page.goto((await network.post.letter(address(ben.name), /^Sign in to/)).link('/sign-in/'));
  await ben.at.press('Sign in');
  await ben.at.go('/conversations');
  await ben.at.follow('Ann Ash');
  await ben.at.look();
  const own = new URL(ben.at.page.url()).pathname;
  await ben.at.go(`${own}/times`);
  const had = network.post.count();
  await ann.at.page.goto(`${conversation(ann.letter)}/times`);
  await ann.at.page.locator('main input[type=checkbox]:visible').nth(5).check();
  await ann.at.press('Suggest these times');

  const offer = await network.post.letter(address(ben.name), /can talk at/, had);
  const { search } = new URL(offer.link('/time'), network.url);
  await ben.at.go(`${own}/time${search}`);
  await ben.at.press(/^Agree this time/);
  for (const path of ['', '/change', '/met']) await ben.at.go(own + path);
  await ben.at.press('Yes, we met');
  await ben.at.look();
  assert.equal(new URL(ben.at.page.url()).pathname, `${own}/thanks`);
  for (const path of ['/outcome', '/outcome/change']) await ben.at.go(own + path);
}

async function meet(ann) {
  await ann.at.go(conversation(ann.letter));
  await ann.at.follow('We have met already');
  await ann.at.look();
  await ann.at.press('Yes, we met');
  await ann.at.look();
  assert.equal(await ann.at.heading(), 'Thank you');
  await ann.at.go(conversation(ann.letter));
}

async function share(network, ann, ben) {
  await ann.at.go(`${conversation(ann.letter)}/outcome`);
  await ann.at.press('Save');
  await ann.at.look(); // nothing was written
  await ann.at.page.getByLabel('What did you talk about?').fill('Bins, and who empties them.');
  await ann.at.page.getByLabel('What may others know?').fill('Ask the crews first. They know which street floods.');
  for (const box of await ann.at.page.getByRole('group', { name: 'Whose names may stand on it?' }).getByRole('checkbox').all()) await box.check();
  await ann.at.press('Save');
  await ann.at.look();
  await ann.at.go(`${conversation(ann.letter)}/outcome/change`);

  const asked = await network.post.letter(address(ben.name), /May it be public/);
  await ben.at.read(asked);
  await ben.at.go(asked.link('/o/'));
  await ben.at.go(`${asked.link('/o/')}/change`);
  await ben.at.go(asked.link('/o/'));
  await ben.at.press('Yes, with my name');
  await ben.at.look();
}

async function published(network, ann, ben, { olga, visitor }) {
  const letter = await network.post.letter(address(ann.name), /is public/);
  await ann.at.read(letter);
  await visitor.go('/outcomes');
  await visitor.follow('Ask the crews first');
  await visitor.look();
  assert.match(await visitor.page.locator('main').innerText(), /Ann Ash[\s\S]*Ben Birch|Ben Birch[\s\S]*Ann Ash/);
  const page = new URL(visitor.page.url()).pathname;
  assert.match(await visitor.download('/outcomes.atom', /atom/), /Ask the crews first/);
  assert.match(await visitor.download('/outcomes.json', /json/), /Ask the crews first/);
  await visitor.go('/');

  await hide(network, olga, ann);
  await ann.at.go(letter.link('/o/'));
  await ann.at.press('Take all of it off the public pages');
  await ann.at.look();
  await ben.at.read(await network.post.letter(address(ben.name), /not public any more/));
  await visitor.go(page);
  assert.equal(visitor.status(), 410);
  assert.doesNotMatch(await visitor.download('/outcomes.json', /json/), /Ask the crews/);
}

// hide is what an organiser does with what breaks the rule, and takes back.
async function hide(network, olga, ann) {
  await olga.go('/organise/outcomes');
  await olga.follow('Ask the crews first');
  await olga.look();
  await olga.press('Take it off the public pages');
  await olga.look(); // there is no reason
  await olga.page.getByLabel('Why should it not be public?').fill('It names a crew.');
  await olga.press('Take it off the public pages');
  await olga.look();
  const told = await network.post.letter(address(ann.name), /taken what you shared/);
  await ann.at.read(told);
  await ann.at.go(told.link('/o/'));
  await olga.page.goto('/organise/outcomes');
  await olga.follow('Ask the crews first');
  await olga.press('Show it again');
  await olga.look();
}
