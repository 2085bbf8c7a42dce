// Two members find each other: one offers, one looks and asks, and the answer
// comes from the letter. A third waits for the place, a fourth is no member.
import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { address, begin, bringIn } from './together.mjs';

journey('somebody finds a mentor, another waits, and one is invited from outside', async ({ network, somebody }) => {
  const oona = await somebody();
  await begin(network, oona);
  const [kim, ann, bob, visitor] = [await somebody(), await somebody(), await somebody(), await somebody()];
  await bringIn(oona, ['Kim Kent', 'Ann Lee', 'Bob Ray']);
  for (const [person, name] of [[kim, 'Kim Kent'], [ann, 'Ann Lee'], [bob, 'Bob Ray']]) await signIn(network, person, name);
  const read = async (person, to, subject) => {
    const letter = await network.post.letter(to, subject);
    await person.read(letter);
    return letter;
  };

  await visitor.go('/mentoring/about');
  const offer = await offers(kim);
  await looksAndAsks(ann);
  const request = await read(visitor, 'kim@example.org', /Ann Lee asks you/);
  const path = request.link('/mentoring/r/');

  // The only place is held by the request: the next one waits for it.
  await bob.go('/mentoring/directory?q=design');
  await bob.follow('Kim Kent');
  await bob.press('Wait for a place with Kim');
  await bob.look();
  await bob.press('Wait for a place'); // no message
  await bob.look();
  await bob.page.getByLabel(/^Your message/).fill('I can wait.');
  await bob.press('Wait for a place');
  await bob.look();

  await visitor.go(path);
  await visitor.press('Say no, kindly'); // without a reason
  await visitor.look();
  await visitor.choose('Somebody else knows more about this');
  await visitor.press('Say no, kindly');
  await visitor.look();
  await read(visitor, 'ann@example.org', /cannot this time/);
  await ann.go('/mentoring');
  await ann.follow('Kim Kent');
  await ann.look();

  // Bob takes the place that is free now, from his letter, and is accepted.
  const place = await read(visitor, 'bob@example.org', /is free for you/);
  await visitor.go(place.link('/mentoring/w/'));
  await bob.go('/home');
  await bob.follow('Take the free place');
  await bob.look();
  await bob.press('Ask Kim');
  await bob.look();
  await visitor.go((await read(visitor, 'kim@example.org', /Bob Ray asks you/)).link('/mentoring/r/'));
  await kim.go('/home');
  await kim.follow('Answer Bob Ray');
  await kim.look();
  await kim.press('Yes, I will mentor Bob');
  await kim.look();

  await invites(ann, visitor, read);
  await kim.go(offer);
  await kim.press('End the offer');
  await kim.look();
  await organises(oona);
});

async function signIn(network, person, name) {
  await person.page.goto('/sign-in');
  await person.type('Your email address', address(name));
  await person.press('Email me a link');
  await person.page.goto((await network.post.letter(address(name), /^Sign in to/)).link('/sign-in/'));
  await person.press('Sign in');
}

async function offers(kim) {
  await kim.go('/mentoring/offers/new');
  await kim.press('Put up the offer'); // with nothing in it
  await kim.look();
  await kim.choose('Mentoring');
  await kim.type('What can you help with?', 'Service design, Managing a team');
  await kim.type('What experience do you bring?', 'Ten years of services for families.');
  await kim.type('How many people at a time?', '1');
  await kim.choose('Mornings');
  await kim.choose('Video call');
  await kim.press('Put up the offer');
  await kim.look();
  const path = new URL(kim.page.url()).pathname;
  await kim.press('Pause the offer');
  await kim.look();
  await kim.press('End the pause');
  await kim.go(`${path}/change`);
  await kim.press('Save');
  return path;
}

async function looksAndAsks(ann) {
  await ann.go('/home');
  await ann.follow('Coaching and mentoring');
  await ann.look();
  await ann.follow('Find a coach or a mentor');
  await ann.look();
  await ann.press('See who fits'); // with nothing said
  await ann.look();
  await ann.type('What do you want to get better at?', 'Designing services together with families.');
  await ann.type('Topics', 'Service design');
  await ann.choose('Mentoring');
  await ann.press('See who fits');
  await ann.look();
  await ann.press('Change it');
  await ann.look();
  await ann.press('Save and see who fits');
  await ann.follow('Kim Kent');
  await ann.look();
  await ann.press('Ask Kim');
  await ann.look();
  await ann.press('Ask Kim');
  await ann.look();
  assert.equal(await ann.heading(), 'You asked Kim Kent');
}

async function invites(ann, visitor, read) {
  await ann.go('/mentoring/ask');
  await ann.press('Send'); // to nobody
  await ann.look();
  await ann.type('Whom do you want to ask?', 'nina@firm.example');
  await ann.choose('Coaching');
  await ann.page.getByLabel('Your message').fill('I heard your talk about listening.');
  await ann.press('Send');
  await ann.look();
  const letter = await read(visitor, 'nina@firm.example', /Ann Lee asks you/);
  await visitor.go(letter.link('/mentoring/r/'));
  await visitor.follow('Report this invitation');
  await visitor.look();
  await visitor.press('Send the report');
  await visitor.look();
  await visitor.go(`${letter.link('/mentoring/r/')}/report`);
  await visitor.go(letter.link('/mentoring/r/'));
  await visitor.press('Yes, I will coach Ann');
  await visitor.look();
  await visitor.go(letter.link('/never'));
  await visitor.press('Never write to me again');
  await visitor.look();
}

async function organises(oona) {
  await oona.go('/organise/mentoring');
  await oona.go('/organise/mentoring/coaches');
  await oona.page.getByRole('searchbox').fill('Kim');
  await oona.press('Search');
  await oona.look();
  await oona.page.getByRole('button', { name: /Mark as a qualified coach/ }).first().click();
  await oona.page.waitForLoadState();
  await oona.look();
}
