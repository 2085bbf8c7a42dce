// A circle from its opening to what it learnt, with people who were no members.
import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { begin } from './together.mjs';

journey('visitors apply for a circle, and it leaves a page behind', async ({ network, somebody, javascript, t }) => {
  const olga = await begin(network, await somebody());
  await olga.go('/circles/open');
  await olga.press('Open the circle');
  await olga.look(); // what is missing is said
  await olga.type('What is it called?', 'New managers');
  await olga.page.getByLabel('What is it for?').fill('For people who lead for the first time.');
  await olga.page.getByLabel('What experience do you bring along?').fill('Ten years, badly at first.');
  await olga.choose('Monday morning');
  await olga.press('Open the circle');
  await olga.look();
  const host = new URL(olga.page.url()).pathname;
  const opening = host.replace('/host', '');
  await olga.go(`${host}/change`);

  const applicants = [];
  for (const [name, organisation] of [['Ann Ash', 'Ashby Council'], ['Ben Birch', 'Birton Council']]) {
    const person = await somebody();
    const address = `${name.split(' ')[0].toLowerCase()}@example.org`;
    await person.go(opening);
    await person.press('Apply');
    await person.look();
    await person.type('Your name', name);
    await person.page.getByLabel('Email address').fill(address);
    await person.page.getByLabel('Organisation', { exact: true }).fill(organisation);
    await person.page.getByLabel('Your role').fill(`Role of ${name}`);
    await person.page.getByLabel('What do you want from the circle?').fill('To think aloud.');
    await person.choose('Monday morning');
    await person.press('Apply');
    await person.look();
    assert.equal(await person.heading(), 'Check your email');
    const letter = await network.post.letter(address, /Confirm that you want/);
    await person.read(letter);
    await person.go(letter.link(/\/applications\//));
    await person.press('Confirm my application');
    await person.look();
    applicants.push({ person, address });
  }

  await olga.go(host);
  await olga.press('Stop taking applications');
  await olga.look();
  await olga.press('Save changes');
  await olga.look();
  await olga.press('Send the emails');
  await olga.look();
  await olga.press('Send the emails');
  await olga.look();
  for (const { person, address } of applicants) {
    const letter = await network.post.letter(address, /You have a place/);
    await person.read(letter);
    await person.go(letter.link(/\/applications\//));
    await person.choose('I agree');
    await person.choose('I am 18 or over');
    await person.press('Yes, I take the place');
    await person.look();
    assert.equal(await person.heading(), 'You are in');
  }

  await olga.go('/circles');
  await olga.follow('New managers');
  await olga.look();
  const circle = new URL(olga.page.url()).pathname;
  for (const page of ['/people', '/care', '/leave', '/learnt', '/learnt/write']) await olga.go(circle + page);
  await talk(olga, applicants[0].person, `/discussions/${circle.split('/').pop()}`, { javascript, t });
  await olga.download(`${circle}/export`, /zip/);
  await olga.page.goto(`${circle}/care`);
  await olga.follow('Take Ann Ash out');
  await olga.look();
  await olga.go('/organise/circles');

  await olga.page.goto(`${circle}/learnt/write`);
  await olga.page.getByLabel('What did you learn?').fill('Ask first.');
  await olga.choose('Close the circle with it');
  await olga.press('Save, and ask everybody');
  await olga.look();
  for (const { person } of applicants) {
    await person.go(`${circle}/learnt`);
    await person.press('Yes, with my name');
    await person.look();
  }
  const visitor = await somebody();
  await visitor.go(`/learnt/${circle.split('/').pop()}`);
  assert.match(await visitor.page.locator('main').innerText(), /Ask first[^]*Ann Ash/);

  await olga.go('/organise/circles');
  await olga.follow('Read or hide');
  await olga.look();
  await olga.press('Hide it');
  await olga.look(); // what is missing is said
  await olga.page.getByLabel('Why do you hide it?').fill('It names a resident.');
  await olga.press('Hide it');
  await olga.look();
  await olga.follow('Read or show again');
  await olga.look();
  await olga.press('Show it again');
  await olga.look();
});

// talk has two people in one discussion. With JavaScript a post of one comes to
// the other by itself: it is said, and disturbs nobody who writes. It can be
// paused. Without, it is there when the page is loaded again.
async function talk(olga, ann, room, { javascript, t }) {
  const post = (text) => olga.page.locator('article').filter({ hasText: text });
  const write = async (text) => {
    await ann.page.getByLabel('Write a post').fill(text);
    const began = Date.now();
    if (!javascript) await ann.press('Post');
    else {
      await ann.page.getByRole('button', { name: 'Post', exact: true }).dblclick(); // as some do
      await ann.page.locator('article').filter({ hasText: text }).waitFor(); // the page stays
    }
    await ann.look();
    return began;
  };
  await ann.go(room);
  if (!javascript) {
    await write('I am here, too.');
    await olga.go(room);
    return post('I am here, too.').waitFor();
  }
  await olga.listen(room);
  const answer = olga.page.getByLabel('Write a post');
  await answer.fill('Half a sentence');
  const seen = post('I am here, too.').waitFor().then(() => Date.now());
  const began = await write('I am here, too.');
  t.diagnostic(`a post was seen by somebody else ${(await seen) - began} ms after its button was pressed`);
  await olga.page.locator('[role=log][aria-live=polite]').getByText('Ann Ash writes: I am here, too.').waitFor({ state: 'attached' });
  assert.equal(await answer.inputValue(), 'Half a sentence');
  assert.ok(await answer.evaluate((field) => field === document.activeElement), 'the focus was taken away');

  const over = (request) => request.url().includes('/events?');
  const ended = Promise.race([olga.page.waitForEvent('requestfailed', over), olga.page.waitForEvent('requestfinished', over)]);
  await olga.page.getByRole('button', { name: 'Pause new posts' }).click();
  await ended;
  await write('Nobody hurries.');
  assert.equal(await post('Nobody hurries.').count(), 0, 'a post came while they were paused');
  await olga.page.getByRole('button', { name: 'Show new posts again' }).click();
  await post('Nobody hurries.').waitFor();
  await typeOn(ann, room);
  await olga.look();
}

// typeOn has somebody go on typing while their post is under way: the next one is not lost.
async function typeOn(ann, room) {
  const field = ann.page.getByLabel('Write a post');
  let go;
  const held = new Promise((done) => (go = done));
  await ann.page.route(`**${room}`, async (route) => {
    await held;
    await route.continue();
  });
  await field.fill('One thing.');
  await ann.page.getByRole('button', { name: 'Post', exact: true }).click();
  await field.pressSequentially(' And another');
  go();
  await ann.page.locator('article').filter({ hasText: 'One thing.' }).waitFor();
  await ann.page.unroute(`**${room}`);
  await ann.page.waitForFunction(() => document.querySelector('#text').value === 'And another');
  assert.equal(await ann.page.locator('.govuk-error-message').count(), 0);
}
