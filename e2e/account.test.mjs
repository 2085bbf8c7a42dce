// A member from the first letter to the last one.
import assert from 'node:assert/strict';
import { journey } from './harness.mjs';
import { begin } from './together.mjs';

journey('somebody joins by email, changes address, and deletes everything', async ({ network, somebody }) => {
  await begin(network, await somebody());
  const ann = await somebody();
  const letter = (subject, to = 'ann@example.org') => read(network, ann, to, subject);

  await join(ann, letter);
  await signIn(ann, letter);
  await changeAddress(ann, letter);
  await pause(ann);
  await download(ann);
  await leaveAndComeBack(ann, letter);

  await ann.go('/profile/delete');
  await ann.press('Continue');
  await ann.look();
  await ann.press('Delete me');
  await ann.look();
  await letter(/You have been deleted/, 'ann.lee@example.org');
  await ann.go('/home');
  assert.equal(await ann.heading(), 'Sign in');
});

// read waits for a letter, and examines it as well.
async function read(network, person, to, subject) {
  const letter = await network.post.letter(to, subject);
  await person.read(letter);
  return letter;
}

async function join(ann, letter) {
  await ann.page.goto('/join');
  await ann.type('Your name', 'Ann Lee');
  await ann.type('Your email address', 'ann@example.org');
  await ann.page.getByLabel('I agree').check();
  await ann.page.getByLabel('I am 18 or over').check();
  await ann.press('Join');
  const confirm = (await letter(/Confirm that you want to join/)).link('/join/confirm/');
  await ann.go(confirm);
  await ann.press(/^Join/);
  await ann.look();
  assert.equal(await ann.heading(), 'Say who you are and what you think about');
  await letter(/^Welcome to/);
  await ann.go(confirm); // used up
  assert.ok(ann.status() >= 400, `a used-up link answers ${ann.status()}`);
}

async function signIn(ann, letter) {
  await ann.page.goto('/profile');
  await ann.press('Sign out');
  await ann.look();
  await ann.go('/sign-in');
  await ann.press('Email me a link');
  await ann.look(); // no address
  await ann.type('Your email address', 'ann@example.org');
  await ann.press('Email me a link');
  await ann.look();
  assert.equal(await ann.heading(), 'Check your email');
  const link = (await letter(/^Sign in to/)).link('/sign-in/');
  await ann.go(link);
  await ann.press('Sign in');
  await ann.look();
  await ann.go(link); // used up
  assert.equal(ann.status(), 410);
}

async function changeAddress(ann, letter) {
  await ann.page.goto('/profile/email');
  await ann.press('Send the link');
  await ann.look();
  await ann.type('New email address', 'ann.lee@example.org');
  await ann.press('Send the link');
  await ann.look();
  assert.equal(await ann.heading(), 'Check your new mailbox');
  await ann.go((await letter(/Confirm your new address/, 'ann.lee@example.org')).link('/profile/email/'));
  await ann.press('Use this address');
  await ann.look();
  await letter(/has been changed/);
}

async function pause(ann) {
  await ann.go('/profile/pause');
  await ann.press('Pause');
  await ann.look(); // until when is not said
  await ann.choose('Until I come back');
  await ann.press('Pause');
  await ann.look();
  await ann.go('/home');
  await ann.go('/profile');
  await ann.press('Come back now');
  await ann.look();
}

async function download(ann) {
  await ann.go('/profile/data');
  const held = JSON.parse(await ann.download('/profile/data.json', /json/));
  assert.match(JSON.stringify(held), /ann\.lee@example\.org/);
  assert.match(await ann.download('/profile/data.html', /html/), /ann\.lee@example\.org/);
  await ann.readFile('/profile/data.html');
}

async function leaveAndComeBack(ann, letter) {
  await ann.go('/profile/leave');
  await ann.press('Leave the network');
  await ann.look();
  await letter(/You have left/, 'ann.lee@example.org');
  await ann.page.goto('/join');
  await ann.type('Your name', 'Ann Lee');
  await ann.type('Your email address', 'ann.lee@example.org');
  await ann.page.getByLabel('I agree').check();
  await ann.page.getByLabel('I am 18 or over').check();
  await ann.press('Join');
  await ann.go((await letter(/Confirm that you want to join/, 'ann.lee@example.org')).link('/join/confirm/'));
  await ann.press(/^Join/);
  await ann.look();
}
